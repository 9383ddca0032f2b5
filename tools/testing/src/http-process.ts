import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

export interface HttpProcessOptions {
  /** In errors. */
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Answers, whatever it is, as soon as the server is there. */
  readonly url: string;
  readonly startTimeoutMs: number;
}

/** Ends the process. SIGKILL: these servers keep nothing, and an orderly shutdown takes seconds. */
export type StopProcess = () => Promise<void>;

/**
 * Starts a server of HTTP as a child process, and resolves once it answers. It is killed when this process exits, whichever
 * way.
 *
 * @throws Error with the end of what the server printed if it ends or stays silent.
 */
export async function startHttpProcess({
  name,
  program,
  args,
  cwd,
  env,
  url,
  startTimeoutMs,
}: HttpProcessOptions): Promise<StopProcess> {
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const stop = killOnce(child);
  let printed = '';
  const collect = (data: Buffer): void => void (printed = `${printed}${data.toString()}`.slice(-4_000));
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  try {
    await untilAnswering(url, child, startTimeoutMs);
  } catch (cause) {
    await stop();
    throw new Error(`${name} did not start:\n${printed}`, { cause });
  }
  return stop;
}

function killOnce(child: ChildProcess): StopProcess {
  const kill = (): void => void child.kill('SIGKILL');
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  process.once('exit', kill);
  child.once('close', () => process.off('exit', kill));
  return async () => {
    kill();
    await closed;
  };
}

/** Any HTTP answer will do: even a refusal comes from the server itself. */
async function untilAnswering(url: string, child: ChildProcess, startTimeoutMs: number): Promise<void> {
  let failure: Error | undefined;
  child.once('error', (error) => (failure = error));
  const deadline = Date.now() + startTimeoutMs;
  for (;;) {
    if (failure !== undefined) throw failure;
    const { exitCode, signalCode } = child;
    if (exitCode !== null || signalCode !== null)
      throw new Error(`Ended with ${signalCode ?? `exit code ${exitCode}`}.`);
    try {
      await fetch(url, { signal: AbortSignal.timeout(1_000) });
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(50);
    }
  }
}
