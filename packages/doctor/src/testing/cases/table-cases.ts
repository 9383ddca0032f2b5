import { known } from '../../facts/read.js';
import type { SourceTable } from '../../facts/table-facts.js';
import { column, OBJECT, pipeline, postgres, replication, rule, SELECTION, table } from '../right-facts.js';
import type { WrongCase } from '../wrong-case.js';

const VISITS = rule({
  id: '3',
  table: 'visits',
  'rule-type': 'object-mapping',
  'mapping-parameters': { 'partition-key-type': 'schema-table' },
});
const BEFORE_ALL = { BeforeImageSettings: { ColumnFilter: 'all' } };
/** A table without a key has its own settings of the task. */
const keyless = (given: Partial<SourceTable>) =>
  pipeline({
    source: postgres({
      tables: known([table(), table({ name: 'visits', primaryKey: [], replicaIdentity: 'full', ...given })]),
    }),
    settings: {
      replication: known(replication(BEFORE_ALL, { tableMappings: known({ rules: [SELECTION, OBJECT, VISITS] }) })),
    },
  });

export const TABLE_CASES: readonly WrongCase[] = [
  {
    id: 'no-such-table',
    when: 'a pattern matches nothing',
    severity: 'error',
    subject: 'shop.odrers',
    facts: pipeline({ unmatchedPatterns: ['shop.odrers'] }),
  },
  {
    id: 'keyless-lobs',
    when: 'a document column has no key beside it',
    severity: 'error',
    subject: 'shop.visits',
    facts: keyless({ columns: [column('body', 'jsonb', true)] }),
  },
  {
    id: 'keyless-lobs',
    when: 'an array has no key beside it',
    severity: 'error',
    subject: 'shop.visits',
    facts: keyless({ columns: [column('tags', 'text[]', true)] }),
  },
  { id: 'keyless-table', when: 'a table has no key', severity: 'warning', subject: 'shop.visits', facts: keyless({}) },
];
