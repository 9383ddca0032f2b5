import { spawn } from 'node:child_process';

/** `dray` as a program: words before its own. */
export type DrayProgram = readonly [program: string, ...words: string[]];

export interface DrayProgramOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Asks it to end. */
  readonly signal: AbortSignal;
  /** Told what it says on standard error, as it does. */
  readonly print: (text: string) => void;
}

/** Runs a command of `dray`; answers what it printed as its result. Rejects where it fails. */
export async function runDray(
  [program, ...words]: DrayProgram,
  args: readonly string[],
  { env, cwd, signal, print }: DrayProgramOptions,
): Promise<string> {
  const child = spawn(program, [...words, ...args], {
    cwd,
    env: { ...env },
    signal,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let result = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (result += text));
  child.stderr.setEncoding('utf8').on('data', print);
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (exitCode !== 0) throw new Error(`dray ${args.slice(0, 2).join(' ')} ended with exit code ${exitCode ?? 'none'}.`);
  return result;
}
