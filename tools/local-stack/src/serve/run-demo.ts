import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findFreePort } from '../process/listen.ts';
import type { Child } from '../process/start-child.ts';
import { DEMO_STREAM, demoEnvironment, wantedAddress } from './demo-environment.ts';
import type { ServeArguments } from './read-arguments.ts';
import { runSink, type ServeContext } from './run-sink.ts';
import { removeStackFile, writeStackFile } from './stack-file.ts';
import { startStack } from './start-stack.ts';
import { demoWelcome } from './welcome.ts';

/** The demo's sink looks for no configuration file: there is none in the folder of this package. */
const SINK_FOLDER = fileURLToPath(new URL('../../', import.meta.url));

/** Runs the sink on an embedded stack until it is stopped or a part of the stack fails. Returns the exit code. */
export async function runDemo(context: ServeContext, { shop, addressFile }: ServeArguments): Promise<number> {
  const { env, root, say, stopped } = context;
  const children: Child[] = [];
  const failed = new AbortController();

  function onStarted(child: Child): void {
    children.push(child);
    void child.ended.then((code) => {
      if (stopped.aborted || failed.signal.aborted) return;
      say(`${child.name} ended with exit code ${code}, and with it the demo.\n${child.lastWords()}`);
      failed.abort();
    });
  }

  const stackFile = resolve(root, addressFile);
  const ended = AbortSignal.any([stopped, failed.signal]);
  try {
    say('starting an embedded Kinesis, an embedded PostgreSQL and a demo shop: a few seconds');
    const stack = await Promise.race([startStack({ env, shop, onStarted }), whenAborted(ended)]);
    if (stack === undefined) return failed.signal.aborted ? 1 : 0;
    const { host, port: wantedPort } = wantedAddress(env);
    const sinkPort = await findFreePort(wantedPort, host);
    if (wantedPort !== 0 && sinkPort !== wantedPort)
      say(`port ${wantedPort} is taken: the page is at port ${sinkPort}`);
    const page = `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${sinkPort}`;
    await writeStackFile(stackFile, { pid: process.pid, page, stream: DEMO_STREAM, ...stack });
    const code = await runSink({
      ...context,
      stopped: ended,
      env: { ...demoEnvironment(env, { ...stack, sinkPort }) },
      cwd: SINK_FOLDER,
      page,
      welcome: demoWelcome({
        page,
        databaseUrl: stack.databaseUrl,
        changesPerSecond: shop.changesPerSecond,
        stream: DEMO_STREAM,
      }),
    });
    return failed.signal.aborted ? 1 : code;
  } finally {
    failed.abort();
    await Promise.all(children.map((child) => child.stop()));
    await removeStackFile(stackFile, process.pid);
  }
}

function whenAborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}
