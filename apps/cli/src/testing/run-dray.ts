import { Readable, Writable } from 'node:stream';
import { tmpdir } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { createAwsClients, type OwnedAwsClients } from '@drayage/aws-ops';
import type { ExitCode } from '@drayage/terminal';
import { runCli } from '../run-cli.js';

export interface DrayRun {
  readonly code: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

export interface DrayOptions {
  readonly stdin?: string | Buffer;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly signal?: AbortSignal;
  /** Makes standard error a terminal, and is told each text written to it. */
  readonly onTerminal?: (text: string) => void;
  /** Makes standard output a terminal of so many columns. */
  readonly columns?: number;
  /** And of so many lines. */
  readonly rows?: number;
  /** In the place of the SDK's clients. */
  readonly aws?: OwnedAwsClients;
  /** Called in place of each wait between two looks. */
  readonly onPause?: (ms: number) => void;
  readonly now?: () => number;
}

/** Runs a command line in this process, as `main.ts` does, but with streams of its own. */
export async function runDray(args: readonly string[], options: DrayOptions = {}): Promise<DrayRun> {
  const stdout = collect();
  const stderr = collect(options.onTerminal);
  const signal = options.signal ?? new AbortController().signal;
  const code = await runCli(args, {
    env: options.env ?? {},
    cwd: options.cwd ?? tmpdir(),
    stdin: Readable.from([options.stdin ?? '']),
    stdout:
      options.columns === undefined
        ? stdout.stream
        : Object.assign(asTerminal(stdout.stream), { columns: options.columns, rows: options.rows ?? 1_000 }),
    stderr: options.onTerminal === undefined ? stderr.stream : asTerminal(stderr.stream),
    signal,
    now: options.now ?? Date.now,
    pause: async (ms) => {
      options.onPause?.(ms);
      await delay(1, undefined, { signal });
    },
    createAwsClients: (asked) => Promise.resolve(options.aws ?? createAwsClients(asked)),
  });
  refusePasswords([...args, ...Object.values(options.env ?? {})], stdout.text() + stderr.text());
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

/** No test has to ask for it: a command that printed a password it was given fails whatever test ran it. */
function refusePasswords(given: readonly string[], printed: string): void {
  for (const text of given) {
    const password = /^[a-z]+:\/\/[^:/@]*:([^@/]+)@/u.exec(text)?.[1];
    if (password !== undefined && printed.includes(password)) throw new Error('The command printed a password.');
  }
}

/** A stream that says of itself that it is a terminal, and does what a terminal is asked for. */
export function asTerminal(stream: Writable): Writable & { readonly isTTY: boolean } {
  const done = (): boolean => true;
  return Object.assign(stream, { isTTY: true, columns: 80, cursorTo: done, clearLine: done, moveCursor: done });
}

export function collect(onText: (text: string) => void = () => undefined): {
  readonly stream: Writable;
  readonly text: () => string;
} {
  let all = '';
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      const text = chunk.toString('utf8');
      all += text;
      onText(text);
      done();
    },
  });
  return { stream, text: () => all };
}
