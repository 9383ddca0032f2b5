import { column, pipeline } from '../right-facts.js';
import { keyless } from '../postgres-pipelines.js';
import type { WrongCase } from '../wrong-case.js';

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
