import { randomBytes } from 'node:crypto';
import type { ChangeRecord } from '@drayage/record-decoder';
import { expect } from 'vitest';
import { DRAYAGE_SCHEMA } from '../catalogue/drayage-tables.js';
import { openSinkDatabase } from '../client/open-sink-database.js';
import { parseTargetUrl } from '../client/parse-target-url.js';
import type { SinkDatabase } from '../client/sink-database.js';
import { qualifiedName, quoteIdentifier } from '../names/quote-identifier.js';
import type { Parameter } from '../statement.js';
import { DEFAULT_WRITE_POLICY, type WritePolicy } from '../write-policy.js';
import { createWriter, type Writer } from '../writer/create-writer.js';
import type { SweepTime } from '../writer/table-eras.js';
import type { WriteOutcome } from '../writer/write-outcome.js';
import { recordStatements, type RecordingDatabase } from './recording-database.js';

export type StoredRow = Readonly<Record<string, string | null>>;
/** Table name to rows, every value as the server's text. */
export type Snapshot = Readonly<Record<string, readonly StoredRow[]>>;

/** A schema and a pipeline of one test's own, in a database that other tests use as well. */
export interface TestTarget {
  readonly database: RecordingDatabase;
  readonly isCratedb: boolean;
  /** Where the rows of source schema `shop` go. */
  readonly schema: string;
  readonly pipeline: string;
  /** A new process, so to say: it knows what the database tells it. */
  readonly newWriter: (policy?: Partial<WritePolicy>, options?: NewWriterOptions) => Promise<Writer>;
  /** Writes a batch, and then once more: redelivery must not change a row. Answers the first outcome. */
  readonly applyTwice: (writer: Writer, changes: readonly ChangeRecord[]) => Promise<WriteOutcome>;
  /** Runs SQL in which `{orders}` stands for the qualified name of table `orders`. */
  readonly sql: (text: string, parameters?: readonly Parameter[]) => Promise<readonly (readonly (string | null)[])[]>;
  /** Rows of one table, by the order of their first column; without metadata columns unless asked for. */
  readonly rows: (table?: string, options?: { readonly metadata?: boolean }) => Promise<readonly StoredRow[]>;
  readonly columns: (table?: string) => Promise<readonly string[]>;
  readonly snapshot: () => Promise<Snapshot>;
  /** Removes the schema's tables and the pipeline's rows. */
  readonly clean: () => Promise<void>;
}

export interface NewWriterOptions {
  readonly pipeline?: string;
  readonly now?: () => number;
  readonly database?: SinkDatabase;
  readonly sweep?: SweepTime;
}

/** Opens a database for the tests of one file. */
export async function openTestDatabase(url: string, lanes = 1): Promise<SinkDatabase> {
  return openSinkDatabase({ address: parseTargetUrl(url), lanes, applicationName: 'drayage-test' });
}

export function testTarget(database: SinkDatabase): TestTarget {
  const suffix = randomBytes(5).toString('hex');
  const schema = `w_${suffix}`;
  const pipeline = `p-${suffix}`;
  const isCratedb = database.dialect === 'cratedb';
  const recording = recordStatements(database);

  const query = async (
    sql: string,
    parameters: readonly Parameter[] = [],
  ): Promise<readonly (readonly (string | null)[])[]> => (await database.execute({ sql, parameters })).rows;
  const nameOf = (table: string): string => qualifiedName(schema, table);
  const refresh = async (name: string): Promise<void> => {
    if (isCratedb) await query(`REFRESH TABLE ${name}`);
  };
  const tableNames = async (): Promise<readonly string[]> =>
    (await query('SELECT table_name FROM information_schema.tables WHERE table_schema = $1 ORDER BY 1', [schema])).map(
      ([name]) => name!,
    );
  const columnsOf = async (table: string): Promise<readonly string[]> =>
    (
      await query(
        'SELECT column_name FROM information_schema.columns WHERE table_schema = $1 AND table_name = $2 ORDER BY ordinal_position',
        [schema, table],
      )
    ).flatMap(([name]) => (isCratedb && name!.includes('[') ? [] : [name!]));

  const target: TestTarget = {
    database: recording,
    isCratedb,
    schema,
    pipeline,
    async newWriter(policy = {}, options = {}) {
      const writer = createWriter({
        database: options.database ?? recording,
        pipeline: options.pipeline ?? pipeline,
        // A node has room for so many shards, and other tests share it.
        policy: {
          ...DEFAULT_WRITE_POLICY,
          renameSchemas: { shop: schema },
          tables: [{ table: '*', shards: 1, replicas: '0' }],
          ...policy,
        },
        now: options.now ?? Date.now,
        sweep: options.sweep,
      });
      await writer.start();
      return writer;
    },
    async applyTwice(writer, changes) {
      const outcome = await writer.write(changes);
      const once = await target.snapshot();
      await writer.write(changes);
      expect(await target.snapshot(), 'after a redelivery').toEqual(once);
      return outcome;
    },
    sql: (text, parameters) =>
      query(
        text.replace(/\{([a-z_]+)\}/gu, (_, table: string) => nameOf(table)),
        parameters,
      ),
    async rows(table = 'orders', { metadata = false } = {}) {
      const columns = (await columnsOf(table)).filter((column) => metadata || !column.startsWith('drayage_'));
      await refresh(nameOf(table));
      const rows = await query(`SELECT ${columns.map(quoteIdentifier).join(', ')} FROM ${nameOf(table)}`);
      return rows
        .map((row): StoredRow => Object.fromEntries(columns.map((column, at) => [column, row[at] ?? null])))
        .sort(
          (one, other) =>
            order(Object.values(one)[0], Object.values(other)[0]) || order(JSON.stringify(one), JSON.stringify(other)),
        );
    },
    columns: (table = 'orders') => columnsOf(table),
    async snapshot() {
      const tables = await tableNames();
      const contents: [string, readonly StoredRow[]][] = [];
      for (const table of tables) contents.push([table, await target.rows(table, { metadata: true })]);
      return Object.fromEntries(contents);
    },
    async clean() {
      for (const table of await tableNames()) await query(`DROP TABLE ${nameOf(table)}`);
      for (const table of ['checkpoints', 'tables', 'dead_letters', 'tombstones', 'moves', 'partial_rows']) {
        await refresh(`${DRAYAGE_SCHEMA}.${table}`);
        await query(`DELETE FROM ${DRAYAGE_SCHEMA}.${table} WHERE pipeline LIKE $1`, [`${pipeline}%`]);
      }
    },
  };
  return target;
}

/** Numbers by value, everything else as text. */
function order(one: string | null | undefined, other: string | null | undefined): number {
  const difference = Number(one) - Number(other);
  if (!Number.isNaN(difference) && difference !== 0) return difference;
  if (one === other) return 0;
  return (one ?? '') < (other ?? '') ? -1 : 1;
}
