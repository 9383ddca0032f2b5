import { known } from '../../facts/read.js';
import type { SourceTable } from '../../facts/table-facts.js';
import { column, pipeline, postgres, sourceEndpoint, table, withSettings } from '../right-facts.js';
import { keyless, pg, plugin, tables, traits } from '../postgres-pipelines.js';
import type { WrongCase } from '../wrong-case.js';

const columns = (...all: readonly SourceTable['columns'][number][]) => tables(table({ columns: all }));
const domain = (name: string, baseType: string) => ({ ...column(name, `shop.${name}_domain`), baseType });

export const POSTGRES_TABLE_CASES: readonly WrongCase[] = [
  {
    id: 'pg-keyless-changes',
    when: 'it has no replica identity either',
    severity: 'error',
    subject: 'shop.visits',
    facts: keyless({ replicaIdentity: 'default' }),
    also: ['keyless-table'],
    fix: 'source',
  },
  {
    id: 'pg-no-identity',
    when: 'its identity is nothing',
    severity: 'error',
    subject: 'shop.orders',
    facts: tables(table({ replicaIdentity: 'nothing' })),
    fix: 'source',
  },
  {
    id: 'pg-identity-plugin',
    when: 'pglogical reads a full identity',
    severity: 'error',
    subject: 'shop.orders',
    facts: pipeline({
      source: postgres({ pglogical: known('installed'), tables: known([table({ replicaIdentity: 'full' })]) }),
      settings: {
        sourceEndpoint: known(
          sourceEndpoint('postgresql', {
            settings: { ...sourceEndpoint('postgresql').settings, PluginName: 'no-preference' },
          }),
        ),
      },
    }),
  },
  {
    id: 'pg-unlogged',
    when: 'it is not in the WAL',
    severity: 'error',
    subject: 'shop.orders',
    facts: tables(table({ kind: 'unlogged' })),
    fix: 'source',
  },
  {
    id: 'pg-partitioned',
    when: 'it has partitions',
    severity: 'warning',
    subject: 'shop.orders',
    facts: tables(table({ kind: 'partitioned' })),
  },
  {
    id: 'pg-unchanged-lobs',
    when: 'long values lie outside the row',
    severity: 'note',
    subject: 'shop.orders',
    facts: tables(table({ columns: [column('note', 'text', true)] })),
  },
  { id: 'pg-truncate', when: 'always', severity: 'note', subject: 'TRUNCATE', facts: pipeline() },
  { id: 'pg-hidden-ddl', when: 'always', severity: 'note', subject: 'DDL', facts: pipeline() },
  {
    id: 'pg-infinity',
    when: 'there are times',
    severity: 'note',
    subject: 'shop.orders.at',
    facts: tables(table({ columns: [column('at', 'timestamp with time zone')] })),
  },
  {
    id: 'pg-local-times',
    when: 'the server is elsewhere than in UTC',
    severity: 'note',
    subject: 'shop.orders.at',
    facts: pg({
      settings: withSettings({ TimeZone: 'Europe/Vienna' }).settings,
      tables: known([table({ columns: [column('at', 'timestamp(3) without time zone')] })]),
    }),
  },
  {
    id: 'pg-unbounded-numeric',
    when: 'a numeric has no precision',
    severity: 'error',
    subject: 'MapUnboundedNumericAsString',
    facts: tables(table({ columns: [column('price', 'numeric')] })),
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
];
