import { expect, it } from 'vitest';
import type { PostgresFacts } from '../facts/postgres-facts.js';
import { known } from '../facts/read.js';
import { planPreparation } from '../prepare/plan-preparation.js';
import { DEFAULT_PREPARATION } from '../prepare/preparation-step.js';
import { POSTGRES_RIGHTS, postgres, table } from '../testing/right-facts.js';
import { postgresRightsRules } from './postgres-rights-rules.js';

const LACKING = {
  ...POSTGRES_RIGHTS,
  replication: false,
  memberOf: [],
  closedSchemas: ['shop', 'crm'],
  login: { ...POSTGRES_RIGHTS.login, allowed: false, mayConnect: false, connectionLimit: 5 },
};
const lacking = (given: Partial<PostgresFacts>): PostgresFacts =>
  postgres({ rights: known(LACKING), tables: known([table({ readable: false })]), ...given });
const remedies = (facts: PostgresFacts): ReadonlyMap<string, string> =>
  new Map(
    postgresRightsRules(facts).flatMap(({ fix, remedy }) => (fix?.kind === 'source' ? [[fix.step, remedy]] : [])),
  );

it.each(['self-managed', 'rds'] as const)('tells the statements that the preparation runs: %s', (hosting) => {
  const facts = lacking({ hosting });
  const told = remedies(facts);
  expect([...told.keys()]).toEqual(['login', 'connection-limit', 'replication-right', 'schema-usage', 'table-select']);
  for (const { id, statements } of planPreparation(facts, DEFAULT_PREPARATION)) {
    if (told.has(id)) expect(told.get(id), id).toBe(statements.map((statement) => `${statement};`).join(' '));
  }
});

it('opens the tables that are replicated, and no others of their schemas; of many it tells the first', () => {
  const few = lacking({ tables: known([table({ readable: false }), table({ name: 'open' })]) });
  expect(remedies(few).get('table-select')).toBe('GRANT SELECT ON "shop"."orders" TO "dms";');
  const many = Array.from({ length: 7 }, (_, at) => table({ name: `t${at}`, readable: false }));
  expect(remedies(lacking({ tables: known(many) })).get('table-select')).toBe(
    [
      ...[0, 1, 2, 3, 4].map((at) => `GRANT SELECT ON "shop"."t${at}" TO "dms";`),
      'And 2 more: dray source prepare --dry-run shows them.',
    ].join(' '),
  );
});
