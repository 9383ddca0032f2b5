import type { OpenPipeline } from './open-pipeline.js';

/** Everything of the outside that the program uses. */
export interface DeployerEnvironment {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly readFile: (path: string) => Promise<string>;
  /** The result, and nothing else. */
  readonly printOutput: (text: string) => void;
  /** Progress, warnings and mistakes. */
  readonly printError: (text: string) => void;
  /** Asks on a terminal; `undefined` where there is nobody to ask. */
  readonly ask: ((question: string) => Promise<boolean>) | undefined;
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Resolves after `ms`; rejects as soon as the signal aborts. */
  readonly wait: (ms: number) => Promise<void>;
  /** The folder with the function's bundle, built where it can be. */
  readonly functionBundle: () => Promise<string>;
  /** The pipeline as it is in the account. */
  readonly openPipeline: OpenPipeline;
}
