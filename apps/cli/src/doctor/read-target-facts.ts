import {
  describeTarget,
  listPipelineTables,
  type PipelineTable,
  readDeadLetters,
  SinkError,
  type SinkDatabase,
  type TargetAddress,
  targetTableOf,
  type WritePolicy,
} from '@drayage/cratedb-writer';
import {
  known,
  type MissingRights,
  needless,
  type Read,
  type TargetFacts,
  type TargetTableName,
  valueOf,
} from '@drayage/doctor';
import { openTargetToRead } from '../aws/open-target.js';
import { mapRead, readArea } from './read-area.js';

export interface TargetLook {
  readonly address: TargetAddress;
  readonly pipeline: string;
  readonly policy: WritePolicy;
  /** Tables of the source that are meant, as far as they are known. */
  readonly tables: readonly { readonly schema: string; readonly name: string }[];
  readonly connectTimeoutMs: number;
  readonly signal: AbortSignal;
}

/** What the target says of itself and of the pipeline. @throws SinkError where it cannot be reached */
export async function readTargetFacts({
  address,
  pipeline,
  policy,
  tables,
  connectTimeoutMs,
  signal,
}: TargetLook): Promise<TargetFacts> {
  const database = await openTargetToRead(
    { address, lanes: 1, applicationName: 'dray doctor', connectTimeoutMs },
    signal,
  );
  const part = <T>(read: () => Promise<T>): Promise<Read<T>> => readArea(signal, read);
  try {
    const { dialect } = database;
    const isCratedb = dialect === 'cratedb';
    const written = await part(() => listPipelineTables(database, pipeline));
    const ours = [
      ...tables.map(({ schema, name }) => targetTableOf(policy, { schema, table: name }, dialect)),
      ...(valueOf(written) ?? []).map(({ target }) => target),
    ];
    const schemas = [...new Set([DRAYAGE_SCHEMA, ...ours.map(({ schema }) => schema)])];
    const isOurs = ({ schema, name }: TargetTableName): boolean =>
      schema === DRAYAGE_SCHEMA || ours.some((table) => table.schema === schema && table.table === name);
    const lost = flat(isCratedb ? await part(() => lostPrimaries(database)) : known(known([])));
    return {
      dialect,
      address: describeTarget(address),
      user: address.kind === 'server' ? address.user : EMBEDDED_USER,
      version: await part(() => readVersion(database)),
      missingRights: await part(() => (isCratedb ? missingRights(database, schemas) : missingDatabaseRights(database))),
      missingWriteRights: isCratedb ? await part(() => schemasWithoutDml(database, schemas)) : known([]),
      blockedTables: isCratedb
        ? mapRead(await part(() => blockedTables(database)), (all) => all.filter(isOurs))
        : known([]),
      lostPrimaries: mapRead(lost, (all) => all.filter(isOurs)),
      unfinishedTables: mapRead(written, unfinishedTables),
      openLetters: await part(() => countLetters(database, pipeline)),
    };
  } finally {
    await database.close();
  }
}

const DRAYAGE_SCHEMA = 'drayage';
/** Of a PostgreSQL inside this process. */
const EMBEDDED_USER = 'postgres';

function flat<T>(read: Read<Read<T>>): Read<T> {
  return read.known ? read.value : read;
}

/** `CrateDB 6.2.11 (built …)` or `PostgreSQL 15.3 …`: the number. */
async function readVersion(database: SinkDatabase): Promise<string> {
  const { rows } = await database.execute({ sql: 'SELECT version()', parameters: [] });
  return /\d+(\.\d+)*/u.exec(rows[0]?.[0] ?? '')?.[0] ?? '';
}

/** CrateDB tells of a schema whether tables may be made in it (DDL) and read (DQL). */
async function missingRights(database: SinkDatabase, schemas: readonly string[]): Promise<readonly MissingRights[]> {
  const missing: MissingRights[] = [];
  for (const schema of schemas) {
    const { rows } = await database.execute({
      sql: "SELECT has_schema_privilege(current_user, $1, 'CREATE'), has_schema_privilege(current_user, $1, 'USAGE')",
      parameters: [schema],
    });
    const [ddl, dql] = (rows[0] ?? []).map(isTrue);
    const rights = [...(dql === true ? [] : ['DQL']), ...(ddl === true ? [] : ['DDL'])];
    if (rights.length > 0) missing.push({ on: 'schema', name: schema, rights });
  }
  return missing;
}

/** A table that is not there: CrateDB answers for it what holds for its schema. It tells DML for tables alone. */
const NO_TABLE = 'drayage_no_such_table';

async function schemasWithoutDml(database: SinkDatabase, schemas: readonly string[]): Promise<readonly string[]> {
  const without: string[] = [];
  for (const schema of schemas) {
    const { rows } = await database.execute({
      sql: "SELECT has_table_privilege(current_user, $1, 'INSERT')",
      parameters: [`${schema}.${NO_TABLE}`],
    });
    if (!isTrue(rows[0]?.[0])) without.push(schema);
  }
  return without;
}

/** The sink makes its schemas by itself. */
async function missingDatabaseRights(database: SinkDatabase): Promise<readonly MissingRights[]> {
  const { rows } = await database.execute({
    sql: "SELECT current_database(), has_database_privilege(current_database(), 'CREATE')",
    parameters: [],
  });
  const [name, mayCreate] = rows[0] ?? [];
  return isTrue(mayCreate) ? [] : [{ on: 'database', name: name ?? '', rights: ['CREATE'] }];
}

function isTrue(value: string | null | undefined): boolean {
  return value === 't' || value === 'true';
}

const BLOCKS = ['read_only', 'write', 'read_only_allow_delete', 'metadata'] as const;

async function blockedTables(
  database: SinkDatabase,
): Promise<readonly (TargetTableName & { readonly blocks: readonly string[] })[]> {
  const columns = BLOCKS.map((block) => `settings['blocks']['${block}']`).join(', ');
  const blocked = new Map<string, TargetTableName & { readonly blocks: readonly string[] }>();
  for (const from of ['information_schema.tables', 'information_schema.table_partitions']) {
    const { rows } = await database.execute({
      sql: `SELECT table_schema, table_name, ${columns} FROM ${from}`,
      parameters: [],
    });
    for (const [schema, name, ...values] of rows) {
      const set = BLOCKS.filter((_, at) => isTrue(values[at]));
      if (schema != null && name != null && set.length > 0)
        blocked.set(`${schema}.${name}`, { schema, name, blocks: set });
    }
  }
  return [...blocked.values()];
}

/** Only who may read `sys` sees them, and the sink need not: to others CrateDB says that there is no such schema. */
async function lostPrimaries(database: SinkDatabase): Promise<Read<readonly TargetTableName[]>> {
  try {
    const { rows } = await database.execute({
      sql: 'SELECT DISTINCT table_schema, table_name FROM sys.allocations WHERE "primary" AND current_state = \'UNASSIGNED\'',
      parameters: [],
    });
    return known(rows.map(([schema, name]) => ({ schema: schema ?? '', name: name ?? '' })));
  } catch (error) {
    if (error instanceof SinkError && (error.code === 'schema-unknown' || error.code === 'permission-denied'))
      return needless('Only who may read the schema sys sees them.');
    throw error;
  }
}

function unfinishedTables(
  tables: readonly PipelineTable[],
): readonly (TargetTableName & { readonly state: string; readonly reason: string })[] {
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
