import { isReadyMessage } from './follow-parent.ts';
import { forkProgram, whenEnded, type ProgramOptions } from './fork-program.ts';
import { readLines } from './read-lines.ts';

export interface ChildOptions extends ProgramOptions {
  /** For messages, for example `The database`. */
  readonly name: string;
  /** Default 60 s: a cold start on a busy machine. */
  readonly startTimeoutMs?: number;
}

/** A process of the embedded stack. It ends with its parent, whatever happens to that. */
export interface Child {
  readonly name: string;
  /** Where it listens, 0 if it does not. */
  readonly port: number;
  readonly pid: number;
  /** Resolves with the exit code when the process has ended. */
  readonly ended: Promise<number>;
  /** The last that it printed to its standard error. */
  lastWords(): string;
  /** Lets go of the child, which ends it; kills it after two seconds. */
  stop(): Promise<void>;
}

const STOP_GRACE_MS = 2_000;
const START_TIMEOUT_MS = 60_000;
const LAST_LINES = 20;

/** Starts a program that calls `reportReady`, and resolves when it did. Rejects, with the child ended, if it does not. */
export async function startChild(options: ChildOptions): Promise<Child> {
  const { name, startTimeoutMs = START_TIMEOUT_MS } = options;
  const child = forkProgram(options);
  const ended = whenEnded(child);
  const lines: string[] = [];
  child.stdout?.resume();
  readLines(child.stderr, (line) => {
    lines.push(line);
    if (lines.length > LAST_LINES) lines.shift();
  });
  const lastWords = () => lines.join('\n');

  async function stop(): Promise<void> {
    if (child.connected) child.disconnect();
    const kill = setTimeout(() => child.kill('SIGKILL'), STOP_GRACE_MS);
    await ended;
    clearTimeout(kill);
  }

  const ready = new Promise<number>((resolve) => {
    child.on('message', (message) => {
      if (isReadyMessage(message)) resolve(message.port ?? 0);
    });
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Error>((resolve) => {
    timer = setTimeout(
      () => resolve(new Error(`${name} did not start within ${startTimeoutMs / 1000} s.`)),
      startTimeoutMs,
    );
  });
  const early = ended.then((code) => new Error(`${name} ended with exit code ${code} before it could be used.`));
  const outcome = await Promise.race([ready, late, early]);
  clearTimeout(timer);
  if (outcome instanceof Error) {
    await stop();
    throw new Error([outcome.message, lastWords()].join('\n').trim());
  }
  return { name, port: outcome, pid: child.pid ?? 0, ended, lastWords, stop };
}
