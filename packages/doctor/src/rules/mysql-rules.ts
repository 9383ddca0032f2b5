import type { MysqlFacts } from '../facts/mysql-facts.js';
import type { Finding } from '../finding.js';
import { mysqlBinlogRules } from './mysql-binlog-rules.js';
import { mysqlLimitRules } from './mysql-limit-rules.js';
import { mysqlRightsRules } from './mysql-rights-rules.js';
import { mysqlServerRules } from './mysql-server-rules.js';
import { mysqlTableRules } from './mysql-table-rules.js';

/** What a MySQL or MariaDB source does not write, keep or allow. */
export function mysqlRules(facts: MysqlFacts): readonly Finding[] {
  return [
    ...mysqlBinlogRules(facts),
    ...mysqlServerRules(facts),
    ...mysqlRightsRules(facts),
    ...mysqlTableRules(facts),
    ...mysqlLimitRules(facts),
  ];
}
