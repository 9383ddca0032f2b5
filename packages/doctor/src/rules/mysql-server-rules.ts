import type { MysqlFacts } from '../facts/mysql-facts.js';
import { valueOf } from '../facts/read.js';
import type { Finding } from '../finding.js';
import { sourceFinding } from './source-finding.js';

/** Which server it is, and what it takes from others. */
export function mysqlServerRules(facts: MysqlFacts): readonly Finding[] {
  const variables = valueOf(facts.variables);
  if (variables === undefined) return [];
  const findings: Finding[] = [];
  const name = ['log_replica_updates', 'log_slave_updates'].find((known) => variables[known] !== undefined);
  if (valueOf(facts.isReplica) === true && name !== undefined && variables[name] === 'off') {
    findings.push(
      sourceFinding('my-replica-updates', 'error', name, {
        what: 'The source is a replica that does not write what it receives into its own binary log.',
        whyItMatters: 'Changes that come from its own source are not carried.',
        remedy: `Write ${name} = ON into the section [mysqld] of its configuration and restart the server, or read from the primary.`,
      }),
    );
  }
  if (variables['innodb_read_only'] === 'on') {
    findings.push(
      sourceFinding('my-reader', 'error', 'innodb_read_only', {
        what: 'The source is a reader of a cluster.',
        whyItMatters: 'A reader has no binary log: after the load nothing follows.',
        remedy: 'Name the writer endpoint of the cluster as the host.',
      }),
    );
  }
  if (!(variables['sql_mode'] ?? '').includes('no_zero_date')) {
    findings.push(
      sourceFinding('my-zero-dates', 'note', 'sql_mode', {
        what: 'The server takes dates such as 0000-00-00.',
        whyItMatters: 'They arrive as NULL.',
        remedy: 'Use NULL for an unknown date.',
      }),
    );
  }
  return findings;
}
