import { Client } from 'pg';
import {
  openSinkDatabase,
  parseTargetUrl,
  quoteIdentifier,
  type Dialect,
  type Ordering,
  type SinkDatabase,
} from '@drayage/cratedb-writer';
import { BENCHMARK_TABLE } from '@drayage/dms-simulator';
import type { SourceRecord } from '@drayage/pipeline';
import { runBareUpsert, type PreparedRows } from './bare-upsert.ts';
import { openFullWay, runFullWay } from './full-way.ts';

export interface FullWayRun {
  readonly records: readonly SourceRecord[];
  readonly ordering: Ordering;
  readonly lanes: number;
  /** Only with these: the table refuses rows with a negative `serial`, and batches have so many records. */
  readonly isolation?: { readonly batchRecords: number; readonly badRows: number };
}

/** A database that both ways are timed on; every run gets a table of its own, which is gone afterwards. */
export interface BenchTarget {
  /** Seconds of the bare upsert. */
  runBare(rows: PreparedRows): Promise<number>;
  /** Seconds from bytes to rows. */
  runFull(run: FullWayRun): Promise<number>;
  close(): Promise<void>;
}

/** Opens a target for runs with these numbers of connections. Names begin with `name`, which nothing else uses. */
export async function openBenchTarget(url: string, name: string, laneCounts: readonly number[]): Promise<BenchTarget> {
  const address = parseTargetUrl(url);
  const databases = new Map<number, SinkDatabase>();
  for (const lanes of laneCounts) {
    databases.set(lanes, await openSinkDatabase({ address, lanes, applicationName: 'drayage bench' }));
  }
  const first = [...databases.values()][0];
  if (first === undefined || address.kind !== 'server')
    throw new Error('The benchmark needs a server and a number of connections.');
  const { host, port, user, password, database } = address;
  const client = new Client({ host, port, user, password, database });
  await client.connect();
  const { dialect } = first;
  let runs = 0;

  /** Makes a table as the writer would, hands it out, and drops it. */
  async function onFreshTable<T>(
    sink: SinkDatabase,
    ordering: Ordering,
    work: (fresh: FreshTable) => Promise<T>,
  ): Promise<T> {
    runs += 1;
    const table = `${name}_${runs}`;
    const sql = `${quoteIdentifier(BENCHMARK_TABLE.schema)}.${quoteIdentifier(table)}`;
    try {
      const pipeline = await openFullWay({ database: sink, ordering, table });
      return await work({ sql, pipeline });
    } finally {
      await forget(client, dialect, sql, table);
    }
  }

  return {
    runBare: (rows) => onFreshTable(first, 'arrival', ({ sql }) => runBareUpsert(client, dialect, sql, rows)),
    runFull: ({ records, ordering, lanes, isolation }) => {
      const sink = databases.get(lanes);
      if (sink === undefined) throw new RangeError(`The target was not opened for ${lanes} connections.`);
      return onFreshTable(sink, ordering, async ({ sql, pipeline }) => {
        if (isolation !== undefined) await refuseNegativeSerials(client, dialect, sql);
        const { seconds, deadLetters } = await runFullWay(pipeline, records, isolation?.batchRecords);
        const expected = isolation?.badRows ?? 0;
        if (deadLetters !== expected)
          throw new Error(
            `${deadLetters} dead letters, and ${expected} rows at fault: what was timed is not what was meant.`,
          );
        return seconds;
      });
    },
    close: async () => {
      await client.end();
      for (const sink of databases.values()) await sink.close();
    },
  };
}

/** A check that the writer knows nothing of. CrateDB takes one only with the table. */
async function refuseNegativeSerials(client: Client, dialect: Dialect, sql: string): Promise<void> {
  const check = 'CONSTRAINT not_negative CHECK (serial >= 0)';
  if (dialect === 'postgresql') {
    await client.query(`ALTER TABLE ${sql} ADD ${check}`);
    return;
  }
  const { rows } = await client.query<Record<string, string>>(`SHOW CREATE TABLE ${sql}`);
  const [statement] = Object.values(rows[0] ?? {});
  if (statement === undefined) throw new Error('CrateDB did not tell how the table is made.');
  await client.query(`DROP TABLE ${sql}`);
  await client.query(statement.replace('   PRIMARY KEY', `   ${check},\n   PRIMARY KEY`));
}

interface FreshTable {
  /** Qualified and quoted. */
  readonly sql: string;
  readonly pipeline: Awaited<ReturnType<typeof openFullWay>>;
}

async function forget(client: Client, dialect: Dialect, sql: string, pipeline: string): Promise<void> {
  await client.query(`DROP TABLE IF EXISTS ${sql}`);
  for (const table of ['tables', 'tombstones', 'dead_letters']) {
    if (dialect === 'cratedb') await client.query(`REFRESH TABLE drayage.${table}`);
    await client.query(`DELETE FROM drayage.${table} WHERE pipeline = $1`, [pipeline]);
  }
}
