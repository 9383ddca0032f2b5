import { known } from '../../facts/read.js';
import { pg } from '../postgres-pipelines.js';
import type { WrongCase } from '../wrong-case.js';

const transaction = {
  id: '4711',
  user: 'report',
  state: 'idle in transaction',
  openForSeconds: 7_300,
  application: 'psql',
};

export const TRANSACTION_CASES: readonly WrongCase[] = [
  {
    id: 'open-transaction',
    when: 'a transaction is open for hours',
    severity: 'warning',
    subject: '4711',
    facts: pg({ openTransactions: known([transaction]) }),
  },
];
