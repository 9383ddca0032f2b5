import type { IssueDescription } from '../problems/describe-issue.js';
import { type DeploymentValues, engineOf } from './deployment-values.js';
import { issue } from './issue.js';
import { isTakenName } from './taken-names.js';

/**
 * What both RDS offers and AWS DMS reads, by the user guides of both; of MySQL and MariaDB two numbers are a major version.
 * AWS DMS names PostgreSQL up to 17. Of a version whose standard support ended in 2026 (PostgreSQL 13, MySQL 8.0, MariaDB 10.6),
 * RDS makes no new instance, as the demonstration does not pay for extended support. MariaDB 11.8 and MySQL 9.7, which AWS DMS does
 * not name, refuse connections in clear: `replication.sslMode: none` is then a mistake.
 */
const MAJORS: Readonly<Record<string, readonly string[]>> = {
  postgresql: ['14', '15', '16', '17'],
  mysql: ['8.4'],
  mariadb: ['10.11', '11.4'],
};

/** Without those that RDS has withdrawn: T2, M4, R4. None of them ran these versions, and a small T2 encrypts nothing. */
const BURSTABLE = /^db\.(t3|t4g)\.(micro|small|medium|large|xlarge|2xlarge)$/;
const STEADY =
  /^db\.(m5|m5d|m6(g|gd|i|id|idn|in)|m7[gi]|m8(a|g|gd|i)|m9g|r5|r5[bd]|r6(g|gd|i|id|idn|in)|r7[gi]|r8(a|g|gd|i)|x2(g|idn|iedn))\.(large|xlarge|(2|4|8|10|12|16|24|32|48)xlarge)$/;

/** The database of a demonstration: what RDS would refuse, and tables that it does not have. */
export function checkDemo(values: DeploymentValues): readonly IssueDescription[] {
  if (values.text('source.mode') !== 'demo') return [];
  return [...checkVersion(values), ...checkClass(values), ...checkName(values), ...checkSchemas(values)];
}

/** The major version that `demo.engineVersion` names; `undefined`: it names none. */
export function demoMajor(values: DeploymentValues): string | undefined {
  const numbers = values.text('demo.engineVersion')?.split('.');
  return numbers?.slice(0, engineOf(values) === 'postgresql' ? 1 : 2).join('.');
}

function checkVersion(values: DeploymentValues): readonly IssueDescription[] {
  const version = values.text('demo.engineVersion');
  const engine = engineOf(values) ?? '';
  const known = MAJORS[engine];
  if (version === undefined || known === undefined) return [];
  return known.includes(demoMajor(values) ?? '')
    ? []
    : [
        issue(
          'demo.engineVersion',
          `${version} is no version of ${engine} that RDS offers and AWS DMS reads.`,
          known.length === 1 ? `Take ${known.join()}.` : `Take one of ${known.join(', ')}.`,
        ),
      ];
}

function checkClass(values: DeploymentValues): readonly IssueDescription[] {
  const name = values.text('demo.instanceClass') ?? '';
  // Of another form: the schema says so.
  return BURSTABLE.test(name) || STEADY.test(name) || !/^db\.[a-z]\d[a-z]*\.[a-z0-9]+$/.test(name)
    ? []
    : [issue('demo.instanceClass', `RDS has no class ${name}.`, 'Take one such as db.t4g.micro or db.m7g.large.')];
}

function checkName(values: DeploymentValues): readonly IssueDescription[] {
  const name = values.text('demo.database') ?? '';
  const engine = engineOf(values) ?? '';
  return isTakenName(engine, name)
    ? [
        issue(
          'demo.database',
          `RDS makes no database ${name}: ${engine} has the word for itself.`,
          'Take another name, such as shop.',
        ),
      ]
    : [];
}

/** A schema of MySQL and MariaDB is a database, and the deployer makes one. */
function checkSchemas(values: DeploymentValues): readonly IssueDescription[] {
  const engine = engineOf(values);
  const database = values.text('demo.database') ?? '';
  if (engine !== 'mysql' && engine !== 'mariadb') return [];
  return (values.list('tables.include') ?? []).flatMap((pattern, index): readonly IssueDescription[] => {
    const [schema, ...table] = typeof pattern === 'string' ? pattern.split('.') : [];
    if (schema === undefined || table.length === 0 || schema.includes('*') || schema === database) return [];
    return [
      {
        path: ['tables', 'include', index],
        message: `The demonstration has the database ${database} only, and no ${schema}.`,
        remedy: `Write it as ${database}.${table.join('.')}, or set demo.database to ${schema}.`,
      },
    ];
  });
}
