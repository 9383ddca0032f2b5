import {
  describeTarget,
  listPipelineTables,
  openSinkDatabase,
  readDeadLetters,
  SinkError,
  type SinkDatabase,
  type TargetAddress,
} from '@drayage/cratedb-writer';
import { known, type Read, type TargetFacts } from '@drayage/doctor';
import { readArea } from './read-area.js';

export interface TargetLook {
  readonly address: TargetAddress;
  readonly pipeline: string;
  /** Schemas that the sink writes to. */
  readonly schemas: readonly string[];
  readonly connectTimeoutMs: number;
  readonly signal: AbortSignal;
}

/** What the target says of itself and of the pipeline. @throws SinkError where it cannot be reached */
export async function readTargetFacts({
  address,
  pipeline,
  schemas,
  connectTimeoutMs,
  signal,
}: TargetLook): Promise<TargetFacts> {
  const database = await openSinkDatabase({ address, lanes: 1, applicationName: 'dray doctor', connectTimeoutMs });
  const part = <T>(read: () => Promise<T>): Promise<Read<T>> => readArea(signal, read);
  try {
    const isCratedb = database.dialect === 'cratedb';
    return {
      dialect: database.dialect,
      address: describeTarget(address),
      version: await part(() => readVersion(database)),
      missingRights: await part(() => (isCratedb ? missingRights(database, schemas) : missingDatabaseRights(database))),
      blockedTables: isCratedb ? await part(() => blockedTables(database)) : known([]),
      lostPrimaries: isCratedb ? await part(() => lostPrimaries(database)) : known([]),
      unfinishedTables: await part(() => unfinishedTables(database, pipeline)),
      openLetters: await part(() => countLetters(database, pipeline)),
    };
  } finally {
    await database.close();
  }
}

/** `CrateDB 6.2.11 (built …)` or `PostgreSQL 15.3 …`: the number. */
async function readVersion(database: SinkDatabase): Promise<string> {
  const { rows } = await database.execute({ sql: 'SELECT version()', parameters: [] });
  return /\d+(\.\d+)*/u.exec(rows[0]?.[0] ?? '')?.[0] ?? '';
}

interface MissingRights {
  readonly schema: string;
  readonly rights: readonly string[];
}

/** CrateDB tells of a schema whether it may be written into (DDL) and read (DQL); of DML it tells for tables alone. */
async function missingRights(database: SinkDatabase, schemas: readonly string[]): Promise<readonly MissingRights[]> {
  const missing: MissingRights[] = [];
  for (const schema of schemas) {
    const { rows } = await database.execute({
      sql: "SELECT has_schema_privilege(current_user, $1, 'CREATE'), has_schema_privilege(current_user, $1, 'USAGE')",
      parameters: [schema],
    });
    const [ddl, dql] = (rows[0] ?? []).map((value) => value === 't' || value === 'true');
    const rights = [...(dql === true ? [] : ['DQL']), ...(ddl === true ? [] : ['DDL'])];
    if (rights.length > 0) missing.push({ schema, rights });
  }
  return missing;
}

async function missingDatabaseRights(database: SinkDatabase): Promise<readonly MissingRights[]> {
  const { rows } = await database.execute({
    sql: "SELECT has_database_privilege(current_database(), 'CREATE')",
    parameters: [],
  });
  return rows[0]?.[0] === 't' || rows[0]?.[0] === 'true' ? [] : [{ schema: 'drayage', rights: ['CREATE'] }];
}

const BLOCKS = ['read_only', 'write', 'read_only_allow_delete', 'metadata'] as const;

async function blockedTables(
  database: SinkDatabase,
): Promise<readonly { readonly schema: string; readonly name: string; readonly why: string }[]> {
  const columns = BLOCKS.map((block) => `settings['blocks']['${block}']`).join(', ');
  const blocked = new Map<string, { schema: string; name: string; why: string }>();
  for (const from of ['information_schema.tables', 'information_schema.table_partitions']) {
    const { rows } = await database.execute({
      sql: `SELECT table_schema, table_name, ${columns} FROM ${from}`,
      parameters: [],
    });
    for (const [schema, name, ...values] of rows) {
      const set = BLOCKS.filter((_, at) => values[at] === 't' || values[at] === 'true');
      if (schema != null && name != null && set.length > 0)
        blocked.set(`${schema}.${name}`, {
          schema,
          name,
          why: set.map((block) => `blocks.${block} is set`).join(', '),
        });
    }
  }
  return [...blocked.values()];
}

/** Only who may read `sys` sees them. */
async function lostPrimaries(
  database: SinkDatabase,
): Promise<readonly { readonly schema: string; readonly name: string }[]> {
  const { rows } = await database.execute({
    sql: 'SELECT DISTINCT table_schema, table_name FROM sys.allocations WHERE "primary" AND current_state = \'UNASSIGNED\'',
    parameters: [],
  });
  return rows.map(([schema, name]) => ({ schema: schema ?? '', name: name ?? '' }));
}

async function unfinishedTables(
  database: SinkDatabase,
  pipeline: string,
): Promise<
  readonly { readonly schema: string; readonly name: string; readonly state: string; readonly reason: string }[]
> {
  const tables = await listPipelineTables(database, pipeline);
  return tables
    .filter(({ state }) => state !== 'live')
    .map(({ source, state, reason }) => ({ schema: source.schema, name: source.table, state, reason: reason ?? '' }));
}

async function countLetters(database: SinkDatabase, pipeline: string): Promise<number> {
  try {
    return (await readDeadLetters(database, pipeline, { state: 'open' }, { payloads: false })).length;
  } catch (error) {
    // Nothing of Drayage ever wrote to this target.
    if (error instanceof SinkError && error.reaction === 'refresh') return 0;
    throw error;
  }
}
