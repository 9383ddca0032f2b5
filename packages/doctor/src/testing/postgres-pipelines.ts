import type { PostgresFacts, PostgresRights, ReplicationSlot } from '../facts/postgres-facts.js';
import { known } from '../facts/read.js';
import type { PostgresTraits, SourceTable } from '../facts/table-facts.js';
import {
  OBJECT,
  pipeline,
  postgres,
  POSTGRES_RIGHTS,
  replication,
  rule,
  SELECTION,
  sourceEndpoint,
  table,
  TRAITS,
  withSettings,
} from './right-facts.js';

/** Right pipelines of a PostgreSQL, but for what is given. */
export const pg = (given: Partial<PostgresFacts>) => pipeline({ source: postgres(given) });
export const tables = (...all: readonly SourceTable[]) => pg({ tables: known(all) });
export const rights = (given: Partial<PostgresRights>) => pg({ rights: known({ ...POSTGRES_RIGHTS, ...given }) });

export const traits = (given: Partial<PostgresTraits>, also: Partial<SourceTable> = {}) =>
  table({ ...also, traits: { ...TRAITS, ...given } });

export const SLOT: ReplicationSlot = {
  name: 'shop_slot',
  kind: 'logical',
  database: 'shop',
  plugin: 'test_decoding',
  active: true,
  retainedBytes: 0,
  walStatus: 'reserved',
};

export const slots = (most: string, ...all: readonly Partial<ReplicationSlot>[]) =>
  pg({
    slots: known(all.map((given) => ({ ...SLOT, ...given }))),
    settings: withSettings({ max_replication_slots: most }).settings,
  });

/** With another plugin at the endpoint. */
export const plugin = (name: string, given: Partial<PostgresFacts>) =>
  pipeline({
    source: postgres(given),
    settings: {
      sourceEndpoint: known(
        sourceEndpoint('postgresql', { settings: { ...sourceEndpoint('postgresql').settings, PluginName: name } }),
      ),
    },
  });

const VISITS = rule({
  id: '3',
  table: 'visits',
  'rule-type': 'object-mapping',
  'mapping-parameters': { 'partition-key-type': 'schema-table' },
});
const BEFORE_ALL = { BeforeImageSettings: { ColumnFilter: 'all' } };

/** A table without a key has its own settings of the task. */
export const keyless = (given: Partial<SourceTable>) =>
  pipeline({
    source: postgres({
      tables: known([table(), table({ name: 'visits', primaryKey: [], replicaIdentity: 'full', ...given })]),
    }),
    settings: {
      replication: known(replication(BEFORE_ALL, { tableMappings: known({ rules: [SELECTION, OBJECT, VISITS] }) })),
    },
  });
