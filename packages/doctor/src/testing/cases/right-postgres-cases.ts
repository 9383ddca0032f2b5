import type { HbaLine, PostgresFacts, PostgresRights, ReplicationSlot } from '../../facts/postgres-facts.js';
import { known } from '../../facts/read.js';
import type { PostgresTraits, SourceTable } from '../../facts/table-facts.js';
import {
  DDL_AUDIT,
  HBA_LINE,
  pipeline,
  postgres,
  POSTGRES_RIGHTS,
  POSTGRES_SETTINGS,
  replication,
  sourceEndpoint,
  table,
  TRAITS,
  withSettings,
} from '../right-facts.js';

const pg = (given: Partial<PostgresFacts>) => pipeline({ source: postgres(given) });
const rights = (given: Partial<PostgresRights>) => pg({ rights: known({ ...POSTGRES_RIGHTS, ...given }) });
const hba = (...lines: readonly Partial<HbaLine>[]) =>
  pg({ hbaLines: known(lines.map((line) => ({ ...HBA_LINE, ...line }))) });
const tables = (...all: readonly SourceTable[]) => pg({ tables: known(all) });
const traits = (given: Partial<PostgresTraits>, also: Partial<SourceTable> = {}) =>
  table({ ...also, traits: { ...TRAITS, ...given } });
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
const started = (cdcStartPosition: string) =>
  pipeline({ settings: { replication: known(replication({}, { type: 'cdc', cdcStartPosition })) } });

/** Sources at which something is unusual, and nothing wrong. */
export const RIGHT_POSTGRES_CASES: readonly (readonly [when: string, facts: ReturnType<typeof pipeline>])[] = [
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
