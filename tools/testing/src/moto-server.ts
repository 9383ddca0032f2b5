import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';
import { motoPython } from './moto-python.ts';
import { startMotoTimes } from './moto-times.ts';

/** A stand-in of AWS's control planes, in memory. */
export interface MotoServer {
  /** Plain HTTP/1.1, on loopback, for every service. */
  readonly endpoint: string;
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 60_000;

/**
 * Starts `moto_server` on a free port and resolves once it answers. It keeps each region apart: a test file that takes a
 * region of its own shares nothing. Rejects with what the server printed if it ends or stays silent. The process is
 * killed when this one exits, whichever way.
 */
export async function startMotoServer(): Promise<MotoServer> {
  const python = await motoPython();
  const port = await freePort();
  const child = spawn(python, ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)], { stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  const collect = (data: Buffer): void => void (printed = `${printed}${data.toString()}`.slice(-4_000));
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const kill = (): void => void child.kill('SIGKILL');
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  process.once('exit', kill);
  child.once('close', () => process.off('exit', kill));
  const stop = async (): Promise<void> => {
    kill();
    await closed;
  };
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`moto did not start:\n${printed}`);
    }
    try {
      await fetch(`http://127.0.0.1:${port}/moto-api/`, { signal: AbortSignal.timeout(1_000) });
      const times = await startMotoTimes(port);
      return { endpoint: times.endpoint, stop: () => (times.stop(), stop()) };
    } catch {
      await sleep(50);
    }
  }
}
