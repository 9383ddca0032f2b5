import { randomBytes } from 'node:crypto';
import { readFileSync, writeSync } from 'node:fs';
import process from 'node:process';
import { createTargetCheckpointStore, openSinkDatabase, parseTargetUrl } from '@drayage/cratedb-writer';
import { startWorker } from '../run/worker.ts';
import { readShards } from './read-shards.ts';
import type { SinkJob, SinkNews, StopPoint } from './sink-job.ts';
import { stopAt } from './stopping-database.ts';

/** The parent runs this as a bundle: `node sink-program.mjs JOB [STOP-POINT]`. It ends like a machine without power. */
const [jobFile = '', stopPoint] = process.argv.slice(2);
const job = JSON.parse(readFileSync(jobFile, 'utf8')) as SinkJob;
const point = stopPoint === undefined ? undefined : (JSON.parse(stopPoint) as StopPoint);

/** At once: a process that is killed flushes nothing. */
function tell(news: SinkNews): void {
  writeSync(1, `${JSON.stringify(news)}\n`);
}

const inner = await openSinkDatabase({
  address: parseTargetUrl(job.targetUrl),
  lanes: job.lanes,
  applicationName: 'stopped sink',
});
const stopping = stopAt(inner, point, (call, statement) => {
  tell({ news: 'stopping', call, statement: statement.slice(0, 200) });
  process.kill(process.pid, point?.how === 'pause' ? 'SIGSTOP' : 'SIGKILL');
});
const { database } = stopping;
const { names, ordering, schemas } = job;
const worker = await startWorker({ database, ordering, names, schemas });
const owner = `${process.pid}-${randomBytes(4).toString('hex')}`;
await readShards({ job, worker, store: createTargetCheckpointStore(database, names.pipeline), owner, tell });
for (const table of job.completes) await worker.completeLoad(table);
tell({ news: 'done', calls: stopping.calls() });
process.exit(0);
