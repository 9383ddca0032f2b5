import type { DrayageConfig } from '@drayage/config';
import { createLogger, targetUrlFromSecret } from '@drayage/sink-shell';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';

import { type Activity, createActivity } from './activity/activity.js';
import { combineObservers } from './activity/combine-observers.js';
import type { SinkEnvironment } from './environment.js';
import { EXIT_CODES, type ExitCode } from './exit-codes.js';
import { createHttpServer } from './http/create-http-server.js';
import { ListenError } from './http/listen-error.js';
import { loadPageAssets } from './http/page-assets.js';
import { logObserver } from './log/log-observer.js';
import { stateLine } from './log/state-line.js';
import { createMetrics } from './metrics/create-metrics.js';
import { openWithRetries } from './open/open-with-retries.js';
import { createSinkView } from './report/create-sink-view.js';
import type { SinkObserver, SinkParts } from './sink-parts.js';
import { stopOnSignal } from './stop-on-signal.js';
import { VERSION } from './version.js';

/** The parts get 8 s to stop and 1.5 s to close: in all less than the 10 s that orchestrators grant. */
const STOP_TIMEOUT_MS = 8_000;
const CLOSE_TIMEOUT_MS = 1_500;
const SHORTEST_MAX_TURN_MS = 120_000;
const SAMPLE_INTERVAL_MS = 1_000;
const STATE_INTERVAL_MS = 60_000;

/** One run of the sink: what its steps share. */
interface Run {
  readonly environment: SinkEnvironment;
  readonly config: DrayageConfig;
  readonly logger: Logger;
  readonly activity: Activity;
  readonly observer: SinkObserver;
  /** Aborts at the first signal to stop. */
  readonly signal: AbortSignal;
  parts: SinkParts | undefined;
}

/**
 * Serves HTTP and runs the loop until a signal or a halt. The HTTP server is up before the target is: its probes say
 * what is being waited for.
 */
export async function serveSink(
  environment: SinkEnvironment,
  config: DrayageConfig,
  warnings: readonly string[],
): Promise<ExitCode> {
  const logger = createLogger({
    service: 'drayage-sink',
    level: config.log.level,
    pipeline: config.pipeline,
    version: VERSION,
    destination: environment.logDestination,
  });
  const activity = createActivity(() => environment.clock.now());
  const view = createSinkView({
    pipeline: config.pipeline,
    activity,
    parts: () => run.parts,
    now: () => environment.clock.now(),
    maxTurnMs: Math.max(SHORTEST_MAX_TURN_MS, 4 * config.target.statementTimeoutMs),
    warnings,
    metrics: () => metrics.text(),
  });
  const metrics = createMetrics({ pipeline: config.pipeline, version: VERSION, status: view.status });
  const observer = combineObservers([
    activity.observer,
    metrics.observer,
    logObserver(logger, () => run.parts?.snapshot().warnings ?? []),
  ]);
  const stop = stopOnSignal(environment, (name) => {
    logger.info({ signal: name }, 'stopping');
    activity.enter('stopping');
  });
  const run: Run = { environment, config, logger, activity, observer, signal: stop.signal, parts: undefined };

  warnings.forEach((warning) => logger.warn(warning));
  const server = createHttpServer({
    view,
    assets: await loadPageAssets(environment.pageDirectory),
    onError: (error) => logger.error({ err: error }, 'an HTTP request failed'),
  });
  const sampling = setInterval(() => {
    const { freshnessMs } = view.status();
    if (freshnessMs !== null) {
      activity.history.noteLag(freshnessMs);
    }
  }, SAMPLE_INTERVAL_MS);
  const telling = setInterval(() => {
    if (run.parts !== undefined) {
      logger.info(stateLine(view.status()), 'how it stands');
    }
  }, STATE_INTERVAL_MS);
  try {
    await listen(run, server);
    return await stopInTime(run, readAndWrite(run));
  } catch (error) {
    activity.enter('halted');
    logger.fatal({ err: error }, 'halted');
    return EXIT_CODES.halted;
  } finally {
    clearInterval(sampling);
    clearInterval(telling);
    await withTimeout(run, closeAll(run, server), CLOSE_TIMEOUT_MS);
    stop.release();
    logger.info('stopped');
  }
}

async function listen({ config, logger }: Run, server: FastifyInstance): Promise<void> {
  const { host, port } = config.http;
  try {
    logger.info({ url: await server.listen({ host, port }) }, 'listening');
  } catch (error) {
    throw ListenError.from(error, `${host}:${port}`);
  }
}

async function readAndWrite(run: Run): Promise<void> {
  const { environment, config, observer, signal } = run;
  const targetUrl = await readTargetUrl(run);
  run.parts = await openWithRetries({
    openSink: environment.openSink,
    clock: environment.clock,
    config,
    targetUrl,
    observer,
    signal,
  });
  if (run.parts !== undefined && !signal.aborted) {
    run.activity.enter('running');
    run.logger.info({ stream: config.kinesis.stream, owner: run.parts.owner }, 'running');
    await run.parts.run(signal);
  }
}

async function readTargetUrl({ config, environment }: Run): Promise<string> {
  const { url, urlSecretArn } = config.target;
  return url ?? targetUrlFromSecret(await environment.fetchSecret(urlSecretArn ?? ''));
}

async function stopInTime(run: Run, work: Promise<void>): Promise<ExitCode> {
  const { logger, signal } = run;
  const late = new Promise<'late'>((resolve) => {
    signal.addEventListener('abort', () => void withTimeout(run, work, STOP_TIMEOUT_MS).then(() => resolve('late')), {
      once: true,
    });
  });
  if ((await Promise.race([work, late])) === 'late') {
    logger.error('The last batch did not end in time and was abandoned; it will be read again.');
    return EXIT_CODES.halted;
  }
  if (!signal.aborted) {
    logger.fatal('The stream has ended: all its shards are closed and read to the end.');
    return EXIT_CODES.halted;
  }
  return EXIT_CODES.done;
}

/** Waits for the work, failed or not, but no longer than that. */
async function withTimeout({ environment }: Run, work: Promise<unknown>, timeoutMs: number): Promise<void> {
  const done = new AbortController();
  const settled = work.then(
    () => done.abort(),
    () => done.abort(),
  );
  await Promise.race([settled, environment.clock.wait(timeoutMs, done.signal)]);
}

async function closeAll({ parts, logger }: Run, server: FastifyInstance): Promise<void> {
  const results = await Promise.allSettled([server.close(), parts?.close()]);
  for (const result of results) {
    if (result.status === 'rejected') {
      logger.warn({ err: result.reason as unknown }, 'closing failed');
    }
  }
}
