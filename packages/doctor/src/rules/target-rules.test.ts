import { expect, it } from 'vitest';
import { known } from '../facts/read.js';
import { target } from '../testing/right-facts.js';
import { targetRules } from './target-rules.js';

const rights = (given: Parameters<typeof target>[0]) =>
  targetRules(known(target(given))).map(({ what, remedy }) => [what, remedy]);

it('asks for all rights on a schema, so that none is left out, in a statement that runs', () => {
  const missing = [{ on: 'schema', name: 'dray"age', rights: ['DQL', 'DDL'] }] as const;
  const grant = (schema: string): string =>
    `GRANT DQL, DML, DDL ON SCHEMA ${schema} TO "Dray"; Run it as an administrator of the target.`;
  expect(
    rights({ user: 'Dray', missingRights: known(missing), missingWriteRights: known(['dray"age', 'shop']) }),
  ).toEqual([
    ['The user Dray lacks DQL, DDL, DML on schema dray"age.', grant('"dray""age"')],
    ['The user Dray lacks DML on schema shop.', grant('"shop"')],
  ]);
});

it('asks a PostgreSQL for the right to make schemas', () => {
  const missing = [{ on: 'database', name: 'shop', rights: ['CREATE'] }] as const;
  expect(rights({ dialect: 'postgresql', missingRights: known(missing) })).toEqual([
    [
      'The user dray lacks CREATE on database shop.',
      'GRANT CREATE ON DATABASE "shop" TO "dray"; Run it as an administrator of the target.',
    ],
  ]);
});
