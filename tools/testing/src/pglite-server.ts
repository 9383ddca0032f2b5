import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

import type { PgliteReady } from './pglite-process.ts';

/** An empty PostgreSQL (PGlite, in memory) in a process of its own. */
export interface PgliteServer {
  /** `postgresql://…`; several connections share one session, so that an open transaction blocks the others. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  stop(): Promise<void>;
}

/** Starts PGlite behind its socket server in a child process, so that it costs the caller no time of the event loop. */
export async function startPgliteProcess(): Promise<PgliteServer> {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const child = fork(fileURLToPath(new URL('./pglite-process.ts', import.meta.url)), {
    execArgv: ['--import', tsx],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const port = await listening(child);
  return {
    url: `postgresql://postgres@127.0.0.1:${port}/postgres`,
    host: '127.0.0.1',
    port,
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        const exit = once(child, 'exit');
        child.kill('SIGKILL');
        await exit;
      }
    },
  };
}

async function listening(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve((message as PgliteReady).port));
    child.once('exit', (code) =>
      reject(new Error(`PGlite ended before it listened, with exit code ${code ?? 'none'}`)),
    );
  });
}
