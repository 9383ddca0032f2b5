import { known } from '../../facts/read.js';
import type { TargetFacts } from '../../facts/target-facts.js';
import { pipeline, target } from '../right-facts.js';
import type { WrongCase } from '../wrong-case.js';

const written = (given: Partial<TargetFacts>) => pipeline({ target: known(target(given)) });

export const TARGET_CASES: readonly WrongCase[] = [
  {
    id: 'target-version',
    when: 'it is old',
    severity: 'error',
    subject: '4.8.4',
    facts: written({ version: known('4.8.4') }),
  },
  {
    id: 'target-rights',
    when: 'one is missing',
    severity: 'error',
    subject: 'shop',
    facts: written({ missingRights: known([{ on: 'schema', name: 'shop', rights: ['DDL'] }]) }),
  },
  {
    id: 'target-rights',
    when: 'rows may not be written',
    severity: 'error',
    subject: 'shop',
    facts: written({ missingWriteRights: known(['shop']) }),
  },
  {
    id: 'target-blocked',
    when: 'it is read-only',
    severity: 'error',
    subject: 'shop.orders',
    facts: written({ blockedTables: known([{ schema: 'shop', name: 'orders', blocks: ['write'] }]) }),
  },
  {
    id: 'target-blocked',
    when: 'a disk is full, and somebody made it read-only',
    severity: 'error',
    subject: 'shop.orders',
    facts: written({
      blockedTables: known([{ schema: 'shop', name: 'orders', blocks: ['read_only', 'read_only_allow_delete'] }]),
    }),
  },
  {
    id: 'target-shard-lost',
    when: 'a node is gone',
    severity: 'error',
    subject: 'shop.orders',
    facts: written({ lostPrimaries: known([{ schema: 'shop', name: 'orders' }]) }),
  },
  {
    id: 'target-table-state',
    when: 'it is incomplete',
    severity: 'error',
    subject: 'shop.orders',
    facts: written({
      unfinishedTables: known([{ schema: 'shop', name: 'orders', state: 'incomplete', reason: 'a gap' }]),
    }),
  },
  {
    id: 'target-table-state',
    when: 'it loads',
    severity: 'note',
    subject: 'shop.orders',
    facts: written({ unfinishedTables: known([{ schema: 'shop', name: 'orders', state: 'loading', reason: '' }]) }),
  },
  {
    id: 'target-letters',
    when: 'some are open',
    severity: 'error',
    subject: 'drayage.dead_letters',
    facts: written({ openLetters: known(3) }),
  },
];
