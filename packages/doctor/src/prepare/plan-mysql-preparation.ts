import { valueOf } from '../facts/read.js';
import type { MysqlFacts } from '../facts/source-facts.js';
import { quoteAccount, quoteName } from '../names/quote-name.js';
import { counted } from '../rules/source-finding.js';
import { PASSWORD_PLACEHOLDER, type PreparationOptions, type PreparationStep } from './preparation-step.js';
import { MYSQL_SETTINGS } from './wanted-settings.js';

/** What AWS DMS needs on `*.*`, by each name that servers show it under. */
const REPLICATION_RIGHTS: readonly { readonly name: string; readonly shownAs: readonly string[] }[] = [
  { name: 'REPLICATION CLIENT', shownAs: ['REPLICATION CLIENT', 'BINLOG MONITOR'] },
  { name: 'REPLICATION SLAVE', shownAs: ['REPLICATION SLAVE'] },
];

/** What a MySQL or MariaDB source still lacks, as statements. Nothing where all is there. */
export function planMysqlPreparation(facts: MysqlFacts, options: PreparationOptions): readonly PreparationStep[] {
  const steps = [serverSettings(facts), binlogRetention(facts, options), createUser(facts, options), replicationRights(facts), schemaSelect(facts)];
  return steps.filter((step) => step !== undefined && step.statements.length > 0) as readonly PreparationStep[];
}

/** Privileges on `*.*` that the user of AWS DMS lacks. */
export function lackingReplicationRights(global: readonly string[]): readonly string[] {
  if (global.includes('ALL PRIVILEGES')) return [];
  return REPLICATION_RIGHTS.filter(({ shownAs }) => !shownAs.some((name) => global.includes(name))).map(({ name }) => name);
}

/** Schemas with tables that the user may not read. */
export function closedSchemas({ tables }: MysqlFacts): readonly string[] {
  return [...new Set((valueOf(tables) ?? []).filter(({ readable }) => !readable).map(({ schema }) => schema))];
}

/** How long binary logs are kept, in hours; `Infinity`: until somebody removes them; `undefined`: not known. */
export function binlogRetentionHours(facts: MysqlFacts): number | undefined {
  const onRds = valueOf(facts.rdsBinlogRetentionHours);
  if (facts.hosting === 'rds') return onRds === null ? 0 : onRds;
  const variables = valueOf(facts.variables);
  if (variables === undefined) return undefined;
  const seconds = Number(variables.binlog_expire_logs_seconds ?? '0');
  const days = Number(variables.expire_logs_days ?? '0');
  if (seconds > 0) return seconds / 3_600;
  return days > 0 ? days * 24 : Number.POSITIVE_INFINITY;
}

function serverSettings(facts: MysqlFacts): PreparationStep | undefined {
  const variables = valueOf(facts.variables);
  if (variables === undefined || facts.hosting === 'rds') return undefined;
  const wrong = MYSQL_SETTINGS.filter(({ name, isRight }) => variables[name] !== undefined && !isRight(variables[name].toLowerCase()));
  const verb = facts.engine === 'mysql' ? 'SET PERSIST' : 'SET GLOBAL';
  return {
    id: 'server-settings',
    what: `Set ${wrong.map(({ name, wanted }) => `${name} = ${wanted}`).join(', ')}`,
    statements: wrong.map(({ name, wanted }) => `${verb} ${name} = '${wanted}'`),
    afterwards: [
      'Sessions that are open keep the old binlog format: reconnect the applications.',
      ...(facts.engine === 'mariadb' ? ['Write the same into the configuration file of the server, or a restart forgets it.'] : []),
    ].join(' '),
  };
}

function binlogRetention(facts: MysqlFacts, { binlogRetentionHours: wanted }: PreparationOptions): PreparationStep | undefined {
  const hours = binlogRetentionHours(facts);
  if (hours === undefined || hours >= Math.min(wanted, 24)) return undefined;
  return {
    id: 'binlog-retention',
    what: `Keep binary logs for ${wanted} hours`,
    statements: [retentionStatement(facts, wanted)],
    afterwards:
      facts.hosting === 'self-managed' && facts.engine === 'mariadb'
        ? 'Write the same into the configuration file of the server, or a restart forgets it.'
        : '',
  };
}

function retentionStatement({ hosting, engine, variables }: MysqlFacts, hours: number): string {
  if (hosting === 'rds') return `CALL mysql.rds_set_configuration('binlog retention hours', ${hours})`;
  if (engine === 'mysql') return `SET PERSIST binlog_expire_logs_seconds = ${hours * 3_600}`;
  const inSeconds = valueOf(variables)?.binlog_expire_logs_seconds !== undefined;
  return inSeconds ? `SET GLOBAL binlog_expire_logs_seconds = ${hours * 3_600}` : `SET GLOBAL expire_logs_days = ${Math.ceil(hours / 24)}`;
}

function createUser(facts: MysqlFacts, options: PreparationOptions): PreparationStep | undefined {
  if (!options.createUser || valueOf(facts.accounts)?.length !== 0) return undefined;
  return {
    id: 'create-user',
    what: `Make the user ${facts.user}`,
    statements: [`CREATE USER ${quoteAccount(accountOf(facts))} IDENTIFIED BY ${PASSWORD_PLACEHOLDER}`],
    afterwards: '',
  };
}

function replicationRights(facts: MysqlFacts): PreparationStep | undefined {
  const rights = valueOf(facts.globalRights);
  if (rights === undefined) return undefined;
  const lacking = lackingReplicationRights(rights);
  return {
    id: 'replication-right',
    what: `Let ${facts.user} read changes`,
    statements: lacking.length === 0 ? [] : [`GRANT ${lacking.join(', ')} ON *.* TO ${quoteAccount(accountOf(facts))}`],
    afterwards: '',
  };
}

function schemaSelect(facts: MysqlFacts): PreparationStep | undefined {
  const closed = closedSchemas(facts);
  return {
    id: 'table-select',
    what: `Let ${facts.user} read ${counted(closed.length, 'schema')}`,
    statements: closed.map((schema) => `GRANT SELECT ON ${quotePattern(facts, schema)}.* TO ${quoteAccount(accountOf(facts))}`),
    afterwards: '',
  };
}

/** In a grant, `_` and `%` of a schema’s name stand for other characters unless they are escaped. */
function quotePattern({ engine }: MysqlFacts, schema: string): string {
  return quoteName(engine, schema.replace(/[\\_%]/g, '\\$&'));
}

function accountOf({ accounts, user }: MysqlFacts): string {
  return valueOf(accounts)?.[0] ?? `${user}@%`;
}
