import type { HbaLine, PostgresFacts, PostgresRights, ReplicationSlot } from '../facts/postgres-facts.js';
import { known } from '../facts/read.js';
import type { PostgresTraits, SourceTable } from '../facts/table-facts.js';
import {
  column,
  DDL_AUDIT,
  HBA_LINE,
  kinesisEndpoint,
  pipeline,
  postgres,
  POSTGRES_RIGHTS,
  POSTGRES_SETTINGS,
  replication,
  sourceEndpoint,
  table,
  TRAITS,
  withSettings,
} from './right-facts.js';
import type { WrongCase } from './wrong-case.js';

const pg = (given: Partial<PostgresFacts>) => pipeline({ source: postgres(given) });
const rights = (given: Partial<PostgresRights>) => pg({ rights: known({ ...POSTGRES_RIGHTS, ...given }) });
const login = (given: Partial<PostgresRights['login']>) => rights({ login: { ...POSTGRES_RIGHTS.login, ...given } });
const timeout = (name: string) => pg({ sessionTimeouts: known({ [name]: 60_000 }) });
const hba = (...lines: readonly Partial<HbaLine>[]) =>
  pg({ hbaLines: known(lines.map((line) => ({ ...HBA_LINE, ...line }))) });
const tables = (...all: readonly SourceTable[]) => pg({ tables: known(all) });
const traits = (given: Partial<PostgresTraits>, also: Partial<SourceTable> = {}) =>
  table({ ...also, traits: { ...TRAITS, ...given } });
const columns = (...all: readonly SourceTable['columns'][number][]) => tables(table({ columns: all }));
const domain = (name: string, baseType: string) => ({ ...column(name, `shop.${name}_domain`), baseType });
const slots = (most: string, ...all: readonly Partial<ReplicationSlot>[]) =>
  pg({
    slots: known(
      all.map((slot) => ({
        name: 'shop_slot',
        kind: 'logical',
        database: 'shop',
        plugin: 'test_decoding',
        active: true,
        retainedBytes: 0,
        walStatus: 'reserved',
        ...slot,
      })),
    ),
    settings: withSettings({ max_replication_slots: most }).settings,
  });
/** A right source and endpoint, but for the plugin. */
const plugin = (name: string, given: Partial<PostgresFacts>) =>
  pipeline({
    source: postgres(given),
    settings: {
      sourceEndpoint: known(
        sourceEndpoint('postgresql', { settings: { ...sourceEndpoint('postgresql').settings, PluginName: name } }),
      ),
    },
  });
const libraries = (shared_preload_libraries: string): Pick<PostgresFacts, 'settings'> => ({
  settings: known({ ...POSTGRES_SETTINGS, shared_preload_libraries }),
});
const started = (cdcStartPosition: string) =>
  pipeline({ settings: { replication: known(replication({}, { type: 'cdc', cdcStartPosition })) } });

/** Faults of PostgreSQL sources, each alone. */
export const POSTGRES_CASES: readonly WrongCase[] = [
  {
    id: 'pg-login',
    when: 'it has no LOGIN',
    severity: 'error',
    subject: 'dms',
    facts: login({ allowed: false }),
    fix: 'source',
  },
  {
    id: 'pg-login',
    when: 'its password has expired',
    severity: 'error',
    subject: 'dms',
    facts: login({ expired: true }),
    fix: 'source',
  },
  {
    id: 'pg-login',
    when: 'it has no CONNECT',
    severity: 'error',
    subject: 'dms',
    facts: login({ mayConnect: false }),
    fix: 'source',
  },
  {
    id: 'pg-connection-limit',
    when: 'it may open none',
    severity: 'error',
    subject: 'dms',
    facts: login({ connectionLimit: 0 }),
    fix: 'source',
  },
  {
    id: 'pg-connection-limit',
    when: 'it may open few',
    severity: 'warning',
    subject: 'dms',
    facts: login({ connectionLimit: 5 }),
    fix: 'source',
  },
  {
    id: 'pg-hba',
    when: 'no line is of the user',
    severity: 'error',
    subject: 'dms',
    facts: hba({ users: ['app'] }, { databases: ['replication'] }),
  },
  {
    id: 'pg-hba',
    when: 'a line before rejects everybody',
    severity: 'error',
    subject: 'dms',
    facts: hba({ method: 'reject', users: ['all'], address: 'all', mask: '' }, {}),
  },
  {
    id: 'pg-hba',
    when: 'the line takes no password',
    severity: 'error',
    subject: 'dms',
    facts: hba({ method: 'ident' }),
  },
  {
    id: 'pg-hba',
    when: 'it comes in from the server itself alone',
    severity: 'warning',
    subject: 'dms',
    facts: hba({ users: ['all'], databases: ['all'], address: '127.0.0.1', mask: '255.255.255.255' }),
  },
  {
    id: 'pg-idle-timeout',
    when: 'idle transactions end',
    severity: 'warning',
    subject: 'idle_in_transaction_session_timeout',
    facts: timeout('idle_in_transaction_session_timeout'),
    fix: 'source',
  },
  {
    id: 'pg-idle-timeout',
    when: 'idle sessions end',
    severity: 'warning',
    subject: 'idle_session_timeout',
    facts: timeout('idle_session_timeout'),
    fix: 'source',
  },
  {
    id: 'pg-statement-timeout',
    when: 'statements are broken off',
    severity: 'warning',
    subject: 'statement_timeout',
    facts: timeout('statement_timeout'),
    fix: 'source',
  },
  {
    id: 'pg-statement-timeout',
    when: 'transactions are broken off',
    severity: 'warning',
    subject: 'transaction_timeout',
    facts: timeout('transaction_timeout'),
    fix: 'source',
  },
  {
    id: 'pg-lock-timeout',
    when: 'waits are broken off',
    severity: 'warning',
    subject: 'lock_timeout',
    facts: timeout('lock_timeout'),
    fix: 'source',
  },
  {
    id: 'pg-row-security',
    when: 'no policy shows a row',
    severity: 'error',
    subject: 'shop.orders',
    facts: tables(traits({ hidesRows: 'no-policy' })),
    fix: 'source',
  },
  {
    id: 'pg-row-security',
    when: 'RDS gives no BYPASSRLS, and a restrictive policy stands',
    severity: 'error',
    subject: 'shop.orders',
    facts: pg({
      hosting: 'rds',
      hbaLines: known(undefined),
      rights: known({ ...POSTGRES_RIGHTS, memberOf: ['rds_replication', 'rds_superuser'] }),
      tables: known([traits({ hidesRows: 'restricted' })]),
    }),
  },
  {
    id: 'pg-heartbeat-right',
    when: 'it may not make a table',
    severity: 'warning',
    subject: 'public',
    facts: pg({ heartbeat: known({ schema: 'public', exists: true, mayCreate: false }) }),
    fix: 'source',
  },
  {
    id: 'pg-heartbeat-right',
    when: 'the schema is not there',
    severity: 'warning',
    subject: 'beat',
    facts: pg({ heartbeat: known({ schema: 'beat', exists: false, mayCreate: false }) }),
    fix: 'source',
  },

  {
    id: 'pg-wal-sender-timeout',
    when: 'who reads may not set it',
    severity: 'warning',
    subject: 'wal_sender_timeout',
    facts: pg({ readerIsSuperuser: false, settings: withSettings({ wal_sender_timeout: '5000' }).settings }),
  },
  {
    id: 'pg-slot-limit',
    when: 'RDS has it in a parameter group',
    severity: 'warning',
    subject: 'max_slot_wal_keep_size',
    facts: pg({
      hosting: 'rds',
      hbaLines: known(undefined),
      rights: known({ ...POSTGRES_RIGHTS, memberOf: ['rds_replication', 'rds_superuser'] }),
      settings: withSettings({ max_slot_wal_keep_size: '64' }).settings,
    }),
  },
  {
    id: 'pg-slots-used',
    when: 'a standby and another database have them all',
    severity: 'error',
    subject: 'max_replication_slots',
    facts: slots('2', { kind: 'physical', database: '' }, { database: 'crm' }),
  },
  {
    id: 'pg-slots-used',
    when: 'the replication has the last one',
    severity: 'note',
    subject: 'max_replication_slots',
    facts: slots('1', {}),
  },
  {
    id: 'pg-slot-idle',
    when: 'a standby that is gone keeps gigabytes',
    severity: 'warning',
    subject: 'standby',
    facts: slots('10', { name: 'standby', kind: 'physical', database: '', active: false, retainedBytes: 5e9 }),
  },

  {
    id: 'pg-plugin-missing',
    when: 'pglogical is named and not installed',
    severity: 'error',
    subject: 'PluginName',
    facts: plugin('pglogical', { pglogical: known('available') }),
    fix: 'endpoint',
  },
  {
    id: 'pg-plugin-missing',
    when: 'pglogical is named and not there',
    severity: 'error',
    subject: 'PluginName',
    facts: plugin('pglogical', { pglogical: known('absent'), ...libraries('') }),
    fix: 'endpoint',
  },
  {
    id: 'pg-plugin-preload',
    when: 'pglogical is installed and not loaded',
    severity: 'error',
    subject: 'shared_preload_libraries',
    facts: plugin('no-preference', { pglogical: known('installed'), ...libraries('auto_explain') }),
    fix: 'endpoint',
  },

  {
    id: 'pg-ddl-audit-disabled',
    when: 'the trigger is disabled',
    severity: 'error',
    subject: 'public',
    facts: pg({ ddlAudit: known({ ...DDL_AUDIT, trigger: { state: 'disabled', schema: 'public' } }) }),
    fix: 'source',
  },
  {
    id: 'pg-ddl-audit-disabled',
    when: 'the trigger fires for a replica',
    severity: 'error',
    subject: 'public',
    facts: pg({ ddlAudit: known({ ...DDL_AUDIT, trigger: { state: 'replica', schema: 'public' } }) }),
    fix: 'source',
  },
  {
    id: 'pg-ddl-audit-elsewhere',
    when: 'the endpoint names another schema',
    severity: 'error',
    subject: 'public',
    facts: pg({
      ddlAudit: known({ ...DDL_AUDIT, table: false, function: false, trigger: { state: 'fires', schema: 'audit' } }),
    }),
    fix: 'endpoint',
  },

  {
    id: 'pg-identity-lost',
    when: 'the key is deferrable',
    severity: 'error',
    subject: 'shop.orders',
    facts: tables(traits({ deferrableKey: true })),
    fix: 'source',
  },
  {
    id: 'pg-identity-lost',
    when: 'the key is deferrable, and pglogical reads',
    severity: 'error',
    subject: 'shop.orders',
    facts: plugin('pglogical', { pglogical: known('installed'), tables: known([traits({ deferrableKey: true })]) }),
  },
  {
    id: 'pg-identity-lost',
    when: 'its index is gone',
    severity: 'error',
    subject: 'shop.orders',
    facts: tables(traits({}, { replicaIdentity: 'index' })),
    fix: 'source',
  },
  {
    id: 'pg-identity-lost',
    when: 'its index lacks the key',
    severity: 'error',
    subject: 'shop.orders',
    facts: tables(traits({ identityColumns: ['code'] }, { replicaIdentity: 'index' })),
    fix: 'source',
  },
  {
    id: 'pg-no-identity',
    when: 'and the key is deferrable',
    severity: 'error',
    subject: 'shop.orders',
    facts: tables(traits({ deferrableKey: true }, { replicaIdentity: 'nothing' })),
    fix: 'source',
  },
  {
    id: 'pg-inherited',
    when: 'a table inherits from it',
    severity: 'error',
    subject: 'shop.orders',
    facts: tables(traits({ children: ['shop.returns'] })),
  },

  {
    id: 'pg-start-time',
    when: 'it starts at a time',
    severity: 'error',
    subject: 'CdcStartPosition',
    facts: started('2026-01-31T12:00:00'),
  },
  {
    id: 'pg-start-time',
    when: 'it starts at a time of the server',
    severity: 'error',
    subject: 'CdcStartPosition',
    facts: started('server_time:2026-01-31T12:00:00'),
  },

  {
    id: 'pg-wide-numeric',
    when: 'a number has 39 digits',
    severity: 'note',
    subject: 'shop.orders.total',
    facts: columns(column('total', 'numeric(39,2)')),
  },
  {
    id: 'pg-varchar-length',
    when: 'a varchar has no length',
    severity: 'note',
    subject: 'shop.orders.code',
    facts: columns(column('code', 'character varying')),
  },
  {
    id: 'pg-unbounded-numeric',
    when: 'a domain stands for it',
    severity: 'error',
    subject: 'MapUnboundedNumericAsString',
    facts: columns(domain('price', 'numeric')),
    fix: 'endpoint',
  },
  {
    id: 'pg-infinity',
    when: 'a domain stands for a time',
    severity: 'note',
    subject: 'shop.orders.at',
    facts: columns(domain('at', 'timestamp with time zone')),
  },
  {
    id: 'kinesis-large-integers',
    when: 'a domain stands for one',
    severity: 'warning',
    subject: 'UseLargeIntegerValue',
    facts: pipeline({
      source: postgres({ tables: known([table({ columns: [domain('id', 'bigint')] })]) }),
      settings: { targetEndpoint: known(kinesisEndpoint({ UseLargeIntegerValue: false })) },
    }),
    fix: 'endpoint',
  },
];

/** Sources at which something is unusual, and nothing wrong. */
export const RIGHT_POSTGRES: readonly (readonly [when: string, facts: ReturnType<typeof pipeline>])[] = [
  ['a lost slot is of a standby', slots('10', { kind: 'physical', database: '', active: false, walStatus: 'lost' })],
  ['an idle slot of another database keeps little', slots('10', { database: 'crm', active: false })],
  [
    'the index of the identity holds the key',
    tables(traits({ identityColumns: ['id', 'code'] }, { replicaIdentity: 'index' })),
  ],
  ['whole rows stand in for a deferrable key', tables(traits({ deferrableKey: true }, { replicaIdentity: 'full' }))],
  ['the lock file alone tells of an identity', tables(without(table({ replicaIdentity: 'index' }), 'traits'))],
  [
    'a superuser has a limit of connections',
    rights({ superuser: true, login: { ...POSTGRES_RIGHTS.login, connectionLimit: 0 } }),
  ],
  [
    'a line of pg_hba.conf is of a role that the user is in',
    pg({
      rights: known({ ...POSTGRES_RIGHTS, memberOf: ['readers'] }),
      hbaLines: known([{ ...HBA_LINE, users: ['+readers'], databases: ['all'] }]),
    }),
  ],
  ['everybody else is rejected', hba({}, { users: ['all'], method: 'reject', address: 'all', mask: '' })],
  ['nobody may look into pg_hba.conf', pg({ hbaLines: known(undefined) })],
  ['pglogical is named, installed and loaded', plugin('pglogical', { pglogical: known('installed') })],
  [
    'nobody sees the libraries',
    plugin('pglogical', {
      pglogical: known('installed'),
      settings: known(without(POSTGRES_SETTINGS, 'shared_preload_libraries')),
    }),
  ],
  [
    'the trigger always fires, in another schema that the endpoint names',
    pg({ ddlAudit: known({ ...DDL_AUDIT, schema: 'audit', trigger: { state: 'fires', schema: 'audit' } }) }),
  ],
  ['it starts at a position', started('0/16E1F98')],
  ['a slot keeps what it wants', withLimit('-1')],
];

function withLimit(max_slot_wal_keep_size: string): ReturnType<typeof pipeline> {
  return pipeline({ source: withSettings({ max_slot_wal_keep_size }) });
}

function without<T extends object>(whole: T, key: keyof T): T {
  const copy = { ...whole };
  Reflect.deleteProperty(copy, key);
  return copy;
}
