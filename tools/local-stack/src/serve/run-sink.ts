import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { thinOutLog } from '../log/thin-out-log.ts';
import { startSink } from './sink-process.ts';
import { superviseSink } from './supervise-sink.ts';
import { waitForPage } from './wait-for-page.ts';
import { watchSources } from './watch-sources.ts';

/** What both modes of `serve` need from outside. */
export interface ServeContext {
  readonly env: NodeJS.ProcessEnv;
  /** The workspace's root folder. */
  readonly root: string;
  readonly print: (text: string) => void;
  /** Prints a message of `serve` itself. */
  readonly say: (text: string) => void;
  /** Aborted by the first signal to stop. */
  readonly stopped: AbortSignal;
}

export interface RunSinkOptions extends ServeContext {
  readonly cwd: string;
  /** Where the sink's page will be; `undefined` if that cannot be known. */
  readonly page: string | undefined;
  /** Printed once the page answers. */
  readonly welcome: string;
}

/** Runs the sink from source, with its log made readable, until it is stopped. Returns the exit code. */
export async function runSink(options: RunSinkOptions): Promise<number> {
  const { env, root, cwd, page, welcome, print, say, stopped } = options;
  const onLine = thinOutLog({ print: (text) => print(`sink   ${text}`), nowMs: () => Date.now() });
  const watcher = await watchSources(await sourceFolders(root));
  const over = new AbortController();
  if (page !== undefined) {
    void waitForPage(page, sleep, AbortSignal.any([stopped, over.signal])).then((answered) => {
      if (answered) print(welcome);
    });
  }
  try {
    return await superviseSink({
      start: () => startSink({ env, cwd, onLine }),
      nextChange: () => watcher.nextChange(),
      stopped,
      say,
    });
  } finally {
    over.abort();
    watcher.close();
  }
}

async function sourceFolders(root: string): Promise<readonly string[]> {
  const packages = await readdir(join(root, 'packages'));
  return ['apps/sink', ...packages.map((name) => `packages/${name}`)].map((project) => join(root, project, 'src'));
}
