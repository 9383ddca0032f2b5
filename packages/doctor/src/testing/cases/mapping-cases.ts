import type { ReplicationSettings } from '../../facts/aws-facts.js';
import type { SettingsFacts } from '../../facts/pipeline-facts.js';
import { known } from '../../facts/read.js';
import { OBJECT, pipeline, postgres, replication, rule, SELECTION, table } from '../right-facts.js';
import type { WrongCase } from '../wrong-case.js';

const task = (settings: Readonly<Record<string, unknown>>, given: Partial<ReplicationSettings> = {}) =>
  pipeline({ settings: { replication: known(replication(settings, given)) } });
const mappings = (...rules: readonly unknown[]) => task({}, { tableMappings: known({ rules }) });
const transformation = (action: string, locator: Readonly<Record<string, string>>) => ({
  'rule-type': 'transformation',
  'rule-id': '3',
  'rule-name': '3',
  'rule-target': 'column',
  'rule-action': action,
  'object-locator': locator,
});
const LINES = table({ name: 'order_lines' });
const UNDERSCORED = rule({
  id: '9',
  table: 'order_lines',
  'rule-type': 'object-mapping',
  'mapping-parameters': { 'partition-key-type': 'primary-key' },
});
const selection = (id: string, name: string, action = 'include') =>
  rule({ id, table: name, 'rule-type': 'selection', 'rule-action': action });
/** Two tables, and rules for them. */
const twoTables = (settings: Partial<SettingsFacts>, ...rules: readonly unknown[]) =>
  pipeline({
    source: postgres({ tables: known([table(), LINES]) }),
    settings: { replication: known(replication({}, { tableMappings: known({ rules }) })), ...settings },
  });

export const MAPPING_CASES: readonly WrongCase[] = [
  {
    id: 'lock-drift',
    when: 'a table is new',
    severity: 'warning',
    subject: 'shop.lines',
    facts: pipeline({ lockDrift: known([{ table: 'shop.lines', changes: ['is new'] }]) }),
  },
  {
    id: 'mappings-invalid',
    when: 'they hold no rules',
    severity: 'error',
    subject: 'rules',
    facts: task({}, { tableMappings: known({}) }),
  },
  {
    id: 'mappings-duplicate',
    when: 'an id is there twice',
    severity: 'error',
    subject: 'rule-id',
    facts: mappings(SELECTION, { ...OBJECT, 'rule-id': '1' }),
  },
  {
    id: 'mappings-object-wildcard',
    when: 'an object mapping has one',
    severity: 'error',
    subject: 'object-mapping',
    facts: mappings(
      SELECTION,
      OBJECT,
      rule({
        id: '3',
        table: '%',
        'rule-type': 'object-mapping',
        'mapping-parameters': { 'partition-key-type': 'schema-table' },
      }),
    ),
  },
  {
    id: 'mappings-filter',
    when: 'rows are filtered',
    severity: 'warning',
    subject: 'shop.%',
    facts: mappings({ ...SELECTION, filters: [{ 'filter-type': 'source' }] }, OBJECT),
  },
  {
    id: 'mappings-no-tables',
    when: 'no rule includes one',
    severity: 'error',
    subject: 'selection',
    facts: mappings(OBJECT),
  },
  {
    id: 'mappings-no-tables',
    when: 'none of the source matches',
    severity: 'error',
    subject: 'selection',
    facts: mappings(rule({ id: '1', table: 'ORDERS', 'rule-type': 'selection', 'rule-action': 'include' })),
  },
  {
    id: 'mappings-scattered-rows',
    when: 'rows are spread by transaction',
    severity: 'warning',
    subject: 'partition-key-type',
    facts: mappings(SELECTION, { ...OBJECT, 'mapping-parameters': { 'partition-key-type': 'transaction-id' } }),
  },
  {
    id: 'mappings-keyless-by-key',
    when: 'a table without a key is spread by it',
    severity: 'warning',
    subject: 'partition-key-type',
    facts: pipeline({
      source: postgres({ tables: known([table({ primaryKey: [], replicaIdentity: 'full' })]) }),
      settings: { replication: known(replication({ BeforeImageSettings: { ColumnFilter: 'all' } })) },
    }),
    also: ['keyless-table'],
  },
  {
    id: 'mappings-no-partition-key',
    when: 'several shards',
    severity: 'warning',
    subject: 'shop.orders',
    facts: mappings(SELECTION),
  },
  {
    id: 'mappings-table-left-out',
    when: 'nothing selects it',
    severity: 'error',
    subject: 'shop.order_lines',
    facts: twoTables({}, selection('1', 'orders'), OBJECT),
  },
  {
    id: 'mappings-table-left-out',
    when: 'a rule excludes it',
    severity: 'error',
    subject: 'shop.order_lines',
    facts: twoTables({}, selection('1', '%'), selection('2', 'order[_]%', 'exclude'), {
      ...OBJECT,
      'rule-id': '3',
      'rule-name': '3',
    }),
  },
  {
    id: 'mappings-table-left-out',
    when: 'nobody said which are meant',
    severity: 'warning',
    subject: 'shop.order_lines',
    facts: twoTables({ tablesAreChosen: false }, selection('1', 'orders'), OBJECT),
  },
  {
    id: 'mappings-unknown-table',
    when: 'a selected one is not there',
    severity: 'warning',
    subject: 'shop.oder_lines',
    facts: mappings(SELECTION, OBJECT, selection('3', 'oder[_]lines')),
  },
  {
    id: 'mappings-unknown-table',
    when: 'a mapped one is not there',
    severity: 'warning',
    subject: 'shop.order_lines',
    facts: mappings(SELECTION, OBJECT, UNDERSCORED),
  },
  {
    id: 'mappings-drops-columns',
    when: 'a transformation does',
    severity: 'warning',
    subject: 'remove-column shop.orders.total',
    facts: mappings(
      SELECTION,
      OBJECT,
      transformation('remove-column', { 'schema-name': 'shop', 'table-name': 'orders', 'column-name': 'total' }),
    ),
  },
  {
    id: 'mappings-drops-columns',
    when: 'an object mapping does',
    severity: 'warning',
    subject: 'exclude-columns shop.orders.total',
    facts: mappings(SELECTION, {
      ...OBJECT,
      'mapping-parameters': { 'partition-key-type': 'primary-key', 'exclude-columns': ['total'] },
    }),
  },
  {
    id: 'mappings-renames',
    when: 'a table has another name',
    severity: 'warning',
    subject: 'rename shop.orders',
    facts: mappings(SELECTION, OBJECT, {
      ...transformation('rename', { 'schema-name': 'shop', 'table-name': 'orders' }),
      'rule-target': 'table',
    }),
  },
  {
    id: 'mappings-changed-keys',
    when: 'there are several shards',
    severity: 'note',
    subject: 'shop.orders',
    facts: pipeline(),
  },
  {
    id: 'mappings-before-image-twice',
    when: 'both are there',
    severity: 'error',
    subject: 'add-before-image-columns',
    facts: mappings(
      SELECTION,
      OBJECT,
      rule({ id: '3', table: '%', 'rule-type': 'transformation', 'rule-action': 'add-before-image-columns' }),
    ),
  },
];
