import { freePort } from './free-port.ts';
import { startHttpProcess } from './http-process.ts';
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
  const program = await motoPython();
  const port = await freePort();
  const stop = await startHttpProcess({
    name: 'moto',
    program,
    args: ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)],
    url: `http://127.0.0.1:${port}/moto-api/`,
    startTimeoutMs: START_TIMEOUT_MS,
  });
  const times = await startMotoTimes(port);
  return { endpoint: times.endpoint, stop: () => (times.stop(), stop()) };
}
