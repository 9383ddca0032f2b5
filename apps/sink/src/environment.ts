import type { FetchSecret } from '@drayage/sink-shell';
import type { DestinationStream } from 'pino';

import type { OpenSink } from './sink-parts.js';

/** Time and chance. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** From 0 up to, not including, 1. */
  random(): number;
  /** Resolves after `ms`, or as soon as the signal aborts; never rejects. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

/** The world outside, as `runSink` sees it. */
export interface SinkEnvironment {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Without the names of the runtime and the program. */
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly readFile: (path: string) => Promise<string>;
  readonly printOutput: (text: string) => void;
  readonly printError: (text: string) => void;
  /** Calls the listener for every signal to stop; the returned function ends that. */
  readonly onStopSignal: (listener: (signal: 'SIGTERM' | 'SIGINT') => void) => () => void;
  /** Ends the process without waiting for anything. */
  readonly exitNow: (code: number) => void;
  readonly clock: Clock;
  readonly openSink: OpenSink;
  readonly fetchSecret: FetchSecret;
  /** The folder with the live page, ending in a slash. */
  readonly pageDirectory: URL;
  /** Where log lines go; default: standard output. */
  readonly logDestination?: DestinationStream | undefined;
}
