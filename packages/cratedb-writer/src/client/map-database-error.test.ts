import pg from 'pg';
import { describe, expect, test } from 'vitest';

import { SinkError, type SinkErrorCode } from '../sink-error.js';
import { mapStatementError } from './map-database-error.js';
import type { Dialect } from './sink-database.js';

const VALUE = 'S3CR3T';

interface ServerError {
  readonly code?: string;
  readonly column?: string;
  readonly table?: string;
  readonly detail?: string;
}

function map(dialect: Dialect, message: string, fields: ServerError = {}, hasParameters = true): SinkError {
  const error = Object.assign(new pg.DatabaseError(message, message.length, 'error'), { code: 'XX000', ...fields });
  return mapStatementError(error, { dialect, hasParameters });
}

const POSTGRESQL: readonly (readonly [string, string, SinkErrorCode])[] = [
  ['08006', 'connection failure', 'connection-lost'],
  ['08P01', 'bind message supplies 1 parameters', 'statement-failed'],
  ['22001', 'value too long for type character varying(3)', 'value-too-long'],
  ['22003', `value "${VALUE}" is out of range for type integer`, 'value-out-of-range'],
  ['22007', `invalid input syntax for type date: "${VALUE}"`, 'value-not-castable'],
  ['22008', `date/time field value out of range: "${VALUE}"`, 'value-out-of-range'],
  ['22021', 'invalid byte sequence for encoding "UTF8": 0x00', 'value-not-castable'],
  ['22P02', `invalid input syntax for type integer: "${VALUE}"`, 'value-not-castable'],
  ['22P05', `unsupported Unicode escape sequence ${VALUE}`, 'value-not-castable'],
  ['23502', 'null value in column "v" of relation "t" violates not-null constraint', 'value-missing'],
  ['23503', 'insert violates foreign key constraint', 'constraint-violated'],
  ['23505', `duplicate key value violates unique constraint "t_v_key"`, 'constraint-violated'],
  ['23514', 'new row violates check constraint "t_v_check"', 'constraint-violated'],
  ['25006', 'cannot execute INSERT in a read-only transaction', 'table-blocked'],
  ['28000', 'no pg_hba.conf entry for host', 'authentication-failed'],
  ['28P01', 'password authentication failed for user "ann"', 'authentication-failed'],
  ['3D000', 'database "nope" does not exist', 'target-invalid'],
  ['3F000', 'schema "nope" does not exist', 'schema-unknown'],
  ['40001', 'could not serialize access', 'version-conflict'],
  ['40P01', 'deadlock detected', 'version-conflict'],
  ['42501', 'permission denied for table t', 'permission-denied'],
  ['42601', 'syntax error at or near "x"', 'statement-failed'],
  ['42622', 'identifier too long', 'name-refused'],
  ['42701', 'column "v" of relation "t" already exists', 'column-exists'],
  ['42703', 'column "v" of relation "t" does not exist', 'column-unknown'],
  ['42804', 'column "v" is of type integer but expression is of type text', 'type-mismatch'],
  ['42P01', 'relation "t" does not exist', 'relation-unknown'],
  ['42P06', 'schema "s" already exists', 'relation-exists'],
  ['42P07', 'relation "t" already exists', 'relation-exists'],
  ['42P10', 'there is no unique or exclusion constraint matching the ON CONFLICT specification', 'key-mismatch'],
  ['53100', 'could not extend file: No space left on device', 'overloaded'],
  ['53300', 'sorry, too many clients already', 'overloaded'],
  ['54000', 'index row size 2712 exceeds btree version 4 maximum 2704', 'value-too-long'],
  ['54011', 'tables can have at most 1600 columns', 'too-many-columns'],
  ['55P03', 'could not obtain lock on relation "t"', 'overloaded'],
  ['57014', 'canceling statement due to statement timeout', 'statement-timeout'],
  ['57P01', 'terminating connection due to administrator command', 'connection-lost'],
  ['57P02', 'terminating connection because of crash of another server process', 'connection-lost'],
  ['57P03', 'the database system is starting up', 'connection-lost'],
  ['XX000', `something new about ${VALUE}`, 'statement-failed'],
];

const CRATEDB: readonly (readonly [string, SinkErrorCode])[] = [
  ['"v" must not be null', 'value-missing'],
  [`'${VALUE}' is too long for the text type of length: 3`, 'value-too-long'],
  [
    `Document contains at least one immense term in field="2" (whose UTF8 encoding is longer than the max length 32766), all of which were skipped. The prefix of the first immense term is: '[121, 121]...'`,
    'value-too-long',
  ],
  [`Cannot cast value \`${VALUE}\` to type \`ip\``, 'value-not-castable'],
  [`Cannot cast value \`"v" must not be null ${VALUE}\` to type \`integer\``, 'value-not-castable'],
  [`Cannot cast value \`[1, ${VALUE}]\` to type \`numeric_array\``, 'value-not-castable'],
  [`Cannot cast value \`${VALUE}\` to type \`numeric(10,2)\``, 'value-not-castable'],
  [`Cannot cast object element \`${VALUE}\` with value \`${VALUE}\` to type \`integer\``, 'element-not-castable'],
  [`Cannot add column \`${VALUE}\` to strict object \`o\``, 'value-not-castable'],
  [`Cannot detect the type of the value: ${VALUE}`, 'value-not-castable'],
  [`For input string: "${VALUE}"`, 'value-not-castable'],
  ['For input string: "99999999999999999999"', 'value-out-of-range'],
  [`Invalid format: "${VALUE}"`, 'value-not-castable'],
  [`Invalid UUID string: ${VALUE}`, 'value-not-castable'],
  ['illegal syntax', 'value-not-castable'],
  [
    `Unexpected character ('S' (code 83)): was expecting double-quote to start field name\n at ${VALUE}`,
    'value-not-castable',
  ],
  [`Unrecognized token '${VALUE}': was expecting (JSON String, …)`, 'value-not-castable'],
  [`'${VALUE}' is not convertible to 'object'`, 'value-not-castable'],
  ['can not write type [class java.math.BigInteger]', 'value-not-castable'],
  [`Value out of range. Value:"${VALUE}" Radix:10`, 'value-out-of-range'],
  [`Value ${VALUE} exceeds allowed range for column of type bigint`, 'value-out-of-range'],
  [`Failed CONSTRAINT t_v_check CHECK ("v" > 0) for values: [1, ${VALUE}]`, 'constraint-violated'],
  [`"${VALUE}.x" contains a dot`, 'name-refused'],
  [`"${VALUE}[1]" conflicts with subscript pattern, square brackets are not allowed`, 'name-refused'],
  ['"_id" conflicts with system column', 'name-refused'],
  ['Relation name "s.a b" is invalid.', 'name-refused'],
  ['schema name "a.b" is invalid.', 'name-refused'],
  ['Cannot create relation in read-only schema: sys', 'name-refused'],
  [`The relation "s.t" doesn't support or allow INSERT operations`, 'table-blocked'],
  [`The relation "s.t" doesn't support or allow INSERT operations, as it is currently closed.`, 'table-blocked'],
  [`The relation "s.t" doesn't support or allow ALTER operations`, 'table-blocked'],
  ['blocked by: [RELATION_READ_DELETE_ONLY/12/index read-only / allow delete (api)];', 'table-blocked'],
  ['blocked by: [SERVICE_UNAVAILABLE/2/no master];', 'shard-unavailable'],
  ['[s.t] shard 0 is not available', 'shard-unavailable'],
  [
    "node closed {Aiguille de l'Épéna}{J4Uy6wVOQ}{127.0.0.1}{127.0.0.1:4301}{dm}{http_address=127.0.0.1:4201}",
    'shard-unavailable',
  ],
  ['[Mont Blanc][10.0.0.1:4300] Node not connected', 'shard-unavailable'],
  ['[s.t][0] primary shard is not active Timeout: [1m]', 'shard-unavailable'],
  ['Job killed. statement_timeout (50ms/exec)', 'statement-timeout'],
  ['"tableFunction: 0" reached operation memory limit. Used: 2mb, Limit: 1000b', 'overloaded'],
  ['[query] Data too large, data for [query] would be [2gb], which is larger than the limit of [1gb]', 'overloaded'],
  ["Allocating 2mb for 'query: t' failed, breaker would use 2gb in total. Limit is 1gb.", 'overloaded'],
  ['rejected execution of org.elasticsearch.common.util.concurrent.TimedRunnable', 'overloaded'],
  ['too many requests', 'overloaded'],
  [
    'this action would add [4] total shards, but this cluster currently has [998]/[1000] maximum shards open;',
    'overloaded',
  ],
  ['Limit of total columns [1000] in table [s.t] exceeded', 'too-many-columns'],
  ['[t][1]: version conflict, current version [2] is different than the one provided [1]', 'version-conflict'],
  ["Missing 'DML' privilege for user 'ann'", 'permission-denied'],
  ['The table s.t already has a column named n1', 'column-exists'],
  ['Column `c5` already exists with type `text`. Cannot add same column with type `integer`', 'column-exists'],
  ['Cannot rename column to a name that is in use', 'column-exists'],
  ['Cannot rename table s.a to s.x, table s.x already exists', 'relation-exists'],
  ['Conflict target (v) did not match the primary key columns ([id])', 'key-mismatch'],
  ['Number of conflict targets (["a"]) did not match the number of primary key columns', 'key-mismatch'],
  ['Validation failed for b: Updating a primary key is not supported', 'key-mismatch'],
  [`Validation failed for b: ${VALUE}`, 'value-not-castable'],
  ['Cannot find data type: time', 'statement-failed'],
  [`line 1:8: mismatched input '${VALUE}'`, 'statement-failed'],
];

describe('errors of PostgreSQL', () => {
  test.each(POSTGRESQL)('%s %s: %s', (code, message, expected) => {
    const error = map('postgresql', message, { code, detail: `Failing row contains (1, ${VALUE}).` });
    expect(error.code).toBe(expected);
    expectClean(error);
    expect(error.message).toContain(`SQLSTATE ${code}`);
  });

  test('name the column and the table', () => {
    const error = map('postgresql', 'null value', { code: '23502', column: 'v', table: 't' });
    expect(error.column).toBe('v');
    expect(error.message).toContain('(column v, table t, SQLSTATE 23502)');
    expect(map('postgresql', 'column "w" of relation "t" does not exist', { code: '42703' }).column).toBe('w');
  });
});

describe('errors of CrateDB', () => {
  test.each(CRATEDB)('%s: %s', (message, expected) => {
    const error = map('cratedb', message);
    expect(error.code).toBe(expected);
    expectClean(error);
  });

  test.each([
    ['42703', 'Column zz unknown', 'column-unknown'],
    ['42P01', "Relation 's.t' unknown", 'relation-unknown'],
    ['3F000', "Schema 's' unknown", 'schema-unknown'],
    ['42P07', "Relation 's.t' already exists.", 'relation-exists'],
    ['23505', 'A document with the same primary key exists already', 'constraint-violated'],
    ['28000', 'password authentication failed for user "ann"', 'authentication-failed'],
  ] as const)('%s %s: %s', (code, message, expected) => {
    expect(map('cratedb', message, { code }).code).toBe(expected);
  });

  test.each([
    ['"tableFunction: 0" reached operation memory limit. Used: 2mb, Limit: 1000b', 'memory', 'smaller batches'],
    ['rejected execution of org.elasticsearch.common.util.concurrent.TimedRunnable', 'queues', 'fewer lanes'],
    [
      'Validation Failed: 1: this action would add [4] total shards, but this cluster currently has [998]/[1000] maximum shards open;',
      'shards',
      'cluster.max_shards_per_node',
    ],
  ])('say what ran short: %s', (message, short, remedy) => {
    const error = map('cratedb', message);
    expect(error.message).toContain(short);
    expect(error.remedy).toContain(remedy);
    for (const other of ['memory', 'queues', 'shards'].filter((name) => name !== short))
      expect(error.message).not.toContain(other);
  });

  test('name column, table and type, where these are no values', () => {
    expect(map('cratedb', '"v" must not be null').column).toBe('v');
    expect(map('cratedb', 'Column zz unknown', { code: '42703' }).column).toBe('zz');
    expect(map('cratedb', `Cannot cast value \`${VALUE}\` to type \`numeric(10,2)\``).message).toContain(
      'type numeric(10,2)',
    );
    expect(map('cratedb', `The relation "s.t" doesn't support or allow INSERT operations`).message).toContain(
      'table s.t',
    );
  });
});

test("repeats the server's words about a statement without parameters only", () => {
  expect(map('cratedb', 'Type `date` does not support storage', {}, false).message).toContain(
    'Type `date` does not support storage',
  );
  expect(map('cratedb', 'Type `date` does not support storage', {}, true).message).not.toContain('storage');
  expect(map('postgresql', `invalid input syntax: "${VALUE}"`, { code: '22P02' }, false).message).not.toContain(VALUE);
});

test('takes what no server sent for a loss of the connection', () => {
  const lost = mapStatementError(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }), {
    dialect: 'cratedb',
    hasParameters: true,
  });
  expect(lost.code).toBe('connection-lost');
  expect(lost.reaction).toBe('retry');
});

test('leaves a SinkError as it is', () => {
  const error = new SinkError('statement-timeout', { message: 'm', remedy: 'r' });
  expect(mapStatementError(error, { dialect: 'cratedb', hasParameters: true })).toBe(error);
});

/** Nothing of it, cause included, repeats a value; and it says what to do. */
function expectClean(error: SinkError): void {
  const cause =
    error.cause instanceof Error
      ? `${error.cause.message} ${String(error.cause.stack)} ${JSON.stringify(error.cause)}`
      : '';
  expect(`${error.message} ${error.remedy} ${String(error.column)} ${cause}`).not.toContain(VALUE);
  expect(error.remedy.length).toBeGreaterThan(20);
}
