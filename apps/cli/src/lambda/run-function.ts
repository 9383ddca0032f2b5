import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import type { CliEnvironment } from '../cli-environment.js';

export interface FunctionAnswer {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** What came of an invocation. */
export type FunctionRun =
  | { readonly kind: 'answered'; readonly answer: FunctionAnswer; readonly deadLetters: number }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string; readonly remedy: string };

export interface RunFunctionOptions {
  readonly program: string;
  readonly eventFile: string;
  readonly timeoutMs: number;
  readonly environment: CliEnvironment;
}

/** Lambda ends a function at its timeout, whatever it does. */
const GRACE_MS = 2_000;
/** Only Lambda sets these, and they tell the function where it runs. */
const OF_LAMBDA = /^(AWS_LAMBDA_|LAMBDA_|_HANDLER$)/u;

/** Runs the function in a process of its own. What it logs goes to standard error; what it answers comes on a channel. */
export async function runFunction({
  program,
  eventFile,
  timeoutMs,
  environment,
}: RunFunctionOptions): Promise<FunctionRun> {
  const { stderr, signal, cwd } = environment;
  const env = Object.fromEntries(Object.entries(environment.env).filter(([name]) => !OF_LAMBDA.test(name)));
  const child = spawn(process.execPath, [program, eventFile, String(timeoutMs)], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    timeout: timeoutMs + GRACE_MS,
    killSignal: 'SIGKILL',
  });
  const stop = (): void => void child.kill('SIGKILL');
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text: Buffer) => stderr.write(text));
  let told: unknown;
  child.on('message', (message) => (told = message));
  try {
    const [code, killed] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
    signal.throwIfAborted();
    return readTold(told) ?? { kind: 'failed', ...endedBy(code, killed, timeoutMs) };
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function endedBy(
  code: number | null,
  killed: NodeJS.Signals | null,
  timeoutMs: number,
): Pick<FunctionRun & { kind: 'failed' }, 'code' | 'message' | 'remedy'> {
  if (killed === 'SIGKILL') {
    return {
      code: 'function-timed-out',
      message: `The function did not answer within ${timeoutMs / 1_000} s.`,
      remedy: 'Give it more time by --timeout, or see what its log waits for.',
    };
  }
  return {
    code: 'function-ended',
    message: `The function ended without an answer (${code ?? killed ?? 'unknown'}).`,
    remedy: 'Its log says why.',
  };
}

function readTold(told: unknown): FunctionRun | undefined {
  const kind = fieldOf(told, 'kind');
  if (kind === 'answered') {
    const deadLetters = fieldOf(fieldOf(told, 'report'), 'deadLetters');
    return {
      kind,
      answer: fieldOf(told, 'answer') as FunctionAnswer,
      deadLetters: typeof deadLetters === 'number' ? deadLetters : 0,
    };
  }
  if (kind !== 'failed') return undefined;
  const text = (name: string): string => {
    const value = fieldOf(told, name);
    return typeof value === 'string' ? value : '';
  };
  return { kind, code: text('code'), message: text('message'), remedy: text('remedy') };
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
