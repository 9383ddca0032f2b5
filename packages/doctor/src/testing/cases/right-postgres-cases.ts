import type { HbaLine } from '../../facts/postgres-facts.js';
import { known } from '../../facts/read.js';
import {
  DDL_AUDIT,
  HBA_LINE,
  pipeline,
  POSTGRES_RIGHTS,
  POSTGRES_SETTINGS,
  replication,
  table,
  withSettings,
} from '../right-facts.js';
import { pg, plugin, rights, slots, tables, traits } from '../postgres-pipelines.js';

const hba = (...lines: readonly Partial<HbaLine>[]) =>
  pg({ hbaLines: known(lines.map((line) => ({ ...HBA_LINE, ...line }))) });
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
