import type { HbaLine, PostgresFacts, PostgresRights } from '../../facts/postgres-facts.js';
import { known } from '../../facts/read.js';
import type { PostgresTraits, SourceTable } from '../../facts/table-facts.js';
import { HBA_LINE, pipeline, postgres, POSTGRES_RIGHTS, table, TRAITS } from '../right-facts.js';
import type { WrongCase } from '../wrong-case.js';

const pg = (given: Partial<PostgresFacts>) => pipeline({ source: postgres(given) });
const rightsOf = (given: Partial<typeof POSTGRES_RIGHTS>): Pick<PostgresFacts, 'rights'> => ({
  rights: known({ ...POSTGRES_RIGHTS, ...given }),
});
const tables = (...all: readonly SourceTable[]) => pg({ tables: known(all) });
const rights = (given: Partial<PostgresRights>) => pg({ rights: known({ ...POSTGRES_RIGHTS, ...given }) });
const login = (given: Partial<PostgresRights['login']>) => rights({ login: { ...POSTGRES_RIGHTS.login, ...given } });
const timeout = (name: string) => pg({ sessionTimeouts: known({ [name]: 60_000 }) });
const hba = (...lines: readonly Partial<HbaLine>[]) =>
  pg({ hbaLines: known(lines.map((line) => ({ ...HBA_LINE, ...line }))) });
const traits = (given: Partial<PostgresTraits>, also: Partial<SourceTable> = {}) =>
  table({ ...also, traits: { ...TRAITS, ...given } });

export const POSTGRES_RIGHTS_CASES: readonly WrongCase[] = [
  {
    id: 'pg-no-user',
    when: 'the user is not there',
    severity: 'error',
    subject: 'dms',
    facts: pg(rightsOf({ exists: false, replication: false })),
    fix: 'source',
  },
  {
    id: 'pg-replication-right',
    when: 'it may not replicate',
    severity: 'error',
    subject: 'dms',
    facts: pg(rightsOf({ replication: false })),
    fix: 'source',
  },
  {
    id: 'pg-replication-right',
    when: 'it lacks a role of RDS',
    severity: 'error',
    subject: 'dms',
    facts: pg({ hosting: 'rds', ...rightsOf({ replication: false }) }),
    fix: 'source',
  },
  {
    id: 'pg-schema-usage',
    when: 'a schema is closed',
    severity: 'error',
    subject: 'shop',
    facts: pg(rightsOf({ closedSchemas: ['shop'] })),
    fix: 'source',
  },
  {
    id: 'pg-table-select',
    when: 'a table is closed',
    severity: 'error',
    subject: 'shop.orders',
    facts: tables(table({ readable: false })),
    fix: 'source',
  },
  {
    id: 'pg-login',
    when: 'it has no LOGIN',
    severity: 'error',
    subject: 'dms',
    facts: login({ allowed: false }),
    fix: 'source',
  },
  {
    id: 'pg-login',
    when: 'its password has expired',
    severity: 'error',
    subject: 'dms',
    facts: login({ expired: true }),
    fix: 'source',
  },
  {
    id: 'pg-login',
    when: 'it has no CONNECT',
    severity: 'error',
    subject: 'dms',
    facts: login({ mayConnect: false }),
    fix: 'source',
  },
  {
    id: 'pg-connection-limit',
    when: 'it may open none',
    severity: 'error',
    subject: 'dms',
    facts: login({ connectionLimit: 0 }),
    fix: 'source',
  },
  {
    id: 'pg-connection-limit',
    when: 'it may open few',
    severity: 'warning',
    subject: 'dms',
    facts: login({ connectionLimit: 5 }),
    fix: 'source',
  },
  {
    id: 'pg-hba',
    when: 'no line is of the user',
    severity: 'error',
    subject: 'dms',
    facts: hba({ users: ['app'] }, { databases: ['replication'] }),
  },
  {
    id: 'pg-hba',
    when: 'a line before rejects everybody',
    severity: 'error',
    subject: 'dms',
    facts: hba({ method: 'reject', users: ['all'], address: 'all', mask: '' }, {}),
  },
  {
    id: 'pg-hba',
    when: 'the line takes no password',
    severity: 'error',
    subject: 'dms',
    facts: hba({ method: 'ident' }),
  },
  {
    id: 'pg-hba',
    when: 'it comes in from the server itself alone',
    severity: 'warning',
    subject: 'dms',
    facts: hba({ users: ['all'], databases: ['all'], address: '127.0.0.1', mask: '255.255.255.255' }),
  },
  {
    id: 'pg-idle-timeout',
    when: 'idle transactions end',
    severity: 'warning',
    subject: 'idle_in_transaction_session_timeout',
    facts: timeout('idle_in_transaction_session_timeout'),
    fix: 'source',
  },
  {
    id: 'pg-idle-timeout',
    when: 'idle sessions end',
    severity: 'warning',
    subject: 'idle_session_timeout',
    facts: timeout('idle_session_timeout'),
    fix: 'source',
  },
  {
    id: 'pg-statement-timeout',
    when: 'statements are broken off',
    severity: 'warning',
    subject: 'statement_timeout',
    facts: timeout('statement_timeout'),
    fix: 'source',
  },
  {
    id: 'pg-statement-timeout',
    when: 'transactions are broken off',
    severity: 'warning',
    subject: 'transaction_timeout',
    facts: timeout('transaction_timeout'),
    fix: 'source',
  },
  {
    id: 'pg-lock-timeout',
    when: 'waits are broken off',
    severity: 'warning',
    subject: 'lock_timeout',
    facts: timeout('lock_timeout'),
    fix: 'source',
  },
  {
    id: 'pg-row-security',
    when: 'no policy shows a row',
    severity: 'error',
    subject: 'shop.orders',
    facts: tables(traits({ hidesRows: 'no-policy' })),
    fix: 'source',
  },
  {
    id: 'pg-row-security',
    when: 'RDS gives no BYPASSRLS, and a restrictive policy stands',
    severity: 'error',
    subject: 'shop.orders',
    facts: pg({
      hosting: 'rds',
      hbaLines: known(undefined),
      rights: known({ ...POSTGRES_RIGHTS, memberOf: ['rds_replication', 'rds_superuser'] }),
      tables: known([traits({ hidesRows: 'restricted' })]),
    }),
  },
  {
    id: 'pg-heartbeat-right',
    when: 'it may not make a table',
    severity: 'warning',
    subject: 'public',
    facts: pg({ heartbeat: known({ schema: 'public', exists: true, mayCreate: false }) }),
    fix: 'source',
  },
  {
    id: 'pg-heartbeat-right',
    when: 'the schema is not there',
    severity: 'warning',
    subject: 'beat',
    facts: pg({ heartbeat: known({ schema: 'beat', exists: false, mayCreate: false }) }),
    fix: 'source',
  },
];
