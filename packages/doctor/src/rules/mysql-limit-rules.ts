import { columnsOf } from '../facts/columns-of.js';
import type { AccountRights, MysqlFacts } from '../facts/mysql-facts.js';
import { valueOf } from '../facts/read.js';
import type { Finding } from '../finding.js';
import { quoteAccount } from '../names/quote-name.js';
import { isMysqlFrom } from '../prepare/mysql-version.js';
import { listed } from '../text/listed.js';
import { statementsThen } from '../text/statements-then.js';
import { sourceFinding } from './source-finding.js';

/** Limits of AWS DMS at such a source. */
export function mysqlLimitRules(facts: MysqlFacts): readonly Finding[] {
  if ((valueOf(facts.tables) ?? []).length === 0) return [];
  return [unsupportedDdl(), ...xa(facts), ...fractions(facts)];
}

function unsupportedDdl(): Finding {
  return sourceFinding('my-unsupported-ddl', 'note', 'DDL', {
    what: 'DROP TABLE, RENAME TABLE and ADD COLUMN with FIRST or AFTER are not carried.',
    whyItMatters: 'The target keeps the old table, or columns of the messages are mixed up ("bad event").',
    remedy: 'Add columns at the end; after another change load the table again (dray reload).',
  });
}

/** MySQL from 8.0 on lets nobody see prepared transactions without a right of their own. */
function xa(facts: MysqlFacts): readonly Finding[] {
  const right = 'XA_RECOVER_ADMIN';
  const lacks = ({ global }: AccountRights): boolean => !global.includes(right) && !global.includes('ALL PRIVILEGES');
  const lacking = isMysqlFrom(facts, 8) ? (valueOf(facts.rights) ?? []).filter(lacks) : [];
  const grants = lacking.map(({ account }) => `GRANT ${right} ON *.* TO ${quoteAccount(account)}`);
  return [
    sourceFinding('my-xa', 'note', 'XA transactions', {
      what: `AWS DMS carries XA transactions from its version 3.5.0 on${lacking.length === 0 ? '' : `, and with ${right}, which ${listed(lacking.map(({ account }) => account))} lacks`}.`,
      whyItMatters: 'Without that, what the applications commit by XA does not arrive.',
      remedy: `Only if an application uses XA: ${lacking.length === 0 ? 'take a replication instance of 3.5.0 or newer.' : statementsThen(grants)}`,
    }),
  ];
}

function fractions({ tables }: MysqlFacts): readonly Finding[] {
  const columns = columnsOf(valueOf(tables), ({ type }) => /^datetime\([4-6]\)/iu.test(type));
  if (columns.length === 0) return [];
  return [
    sourceFinding('my-datetime-fractions', 'note', listed(columns), {
      what: `DATETIME columns with more than three digits of fraction: ${listed(columns)}.`,
      whyItMatters:
        'AWS DMS promises milliseconds for DATETIME(1) to (5), and nothing for (6): the other digits can be cut.',
      remedy: 'Compare one row with dray peek; what has to stay exact is kept as BIGINT or CHAR.',
    }),
  ];
}
