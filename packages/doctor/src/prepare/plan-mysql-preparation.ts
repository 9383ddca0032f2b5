import type { MysqlFacts } from '../facts/mysql-facts.js';
import { valueOf } from '../facts/read.js';
import { counted } from '../text/counted.js';
import { filteredSchemas, mendFilter } from './binlog-filter.js';
import { binlogRetentionHours, keepBinlogs, LEAST_RETENTION_HOURS, WANTED_RETENTION_HOURS } from './mysql-retention.js';
import { closedSchemas, createUserStatement, replicationGrants, selectGrants } from './mysql-rights.js';
import { afterSetting, settingStatement, wrongSettings } from './mysql-settings.js';
import type { PreparationOptions, PreparationStep } from './preparation-step.js';

/** What a MySQL or MariaDB source still lacks: statements, and what a person has to do. Nothing where all is there. */
export function planMysqlPreparation(facts: MysqlFacts, options: PreparationOptions): readonly PreparationStep[] {
  return [
    ...serverSettings(facts),
    ...binlogRetention(facts, options),
    ...(valueOf(facts.accounts)?.length === 0 ? createUser(facts, options) : []),
    ...(canGrant(facts, options) ? [...replicationRights(facts), ...schemaSelect(facts)] : []),
    ...binaryLog(facts),
    ...binlogFilter(facts),
  ];
}

/** What switches the binary log on: no statement does. */
export function switchBinlogOn({ hosting, variables }: MysqlFacts): string {
  if (hosting === 'rds')
    return 'Switch automated backups on (a backup retention of at least one day): RDS then writes it.';
  const number = valueOf(variables)?.['server_id'] ?? '0';
  return `Write log_bin = binlog, server_id = ${number === '0' ? '1' : number} and binlog_format = ROW into the section [mysqld] of its configuration, and restart the server.`;
}

/** What changes the settings of RDS. */
export function setParameter(settings: readonly { readonly name: string; readonly wanted: string }[]): string {
  const values = settings.map(
    ({ name, wanted }) => `${name} to ${wanted === "''" ? 'an empty value' : wanted.replaceAll("'", '')}`,
  );
  return `Set ${values.join(', ')} in the parameter group of the instance.`;
}

function serverSettings(facts: MysqlFacts): readonly PreparationStep[] {
  const wrong = wrongSettings(facts);
  if (wrong.length === 0) return [];
  if (facts.hosting === 'rds')
    return [
      byHand('parameter-group', 'The parameter group holds other values than AWS DMS needs', setParameter(wrong)),
    ];
  return [
    {
      id: 'server-settings',
      what: `Set ${wrong.map(({ name, wanted }) => `${name} = ${wanted}`).join(', ')}`,
      statements: wrong.map(({ name, wanted }) => settingStatement(facts, name, wanted)),
      afterwards: afterSetting(facts, wrong),
    },
  ];
}

function binlogRetention(
  facts: MysqlFacts,
  { binlogRetentionHours: asked }: PreparationOptions,
): readonly PreparationStep[] {
  const hours = binlogRetentionHours(facts);
  if (hours === undefined || hours >= (asked ?? LEAST_RETENTION_HOURS)) return [];
  const wanted = asked ?? WANTED_RETENTION_HOURS;
  return [
    { id: 'binlog-retention', what: `Keep binary logs for ${counted(wanted, 'hour')}`, ...keepBinlogs(facts, wanted) },
  ];
}

function createUser(facts: MysqlFacts, options: PreparationOptions): readonly PreparationStep[] {
  if (!options.createUser)
    return [byHand('create-user', `There is no account ${facts.user}`, 'Make it, and run this again for its rights.')];
  return [
    {
      id: 'create-user',
      what: `Make the user ${facts.user}`,
      statements: [createUserStatement(facts)],
      afterwards: '',
    },
  ];
}

/** Before MySQL 8.0 a grant to an account that is not there makes one without a password. */
function canGrant({ accounts }: MysqlFacts, { createUser: makes }: PreparationOptions): boolean {
  return makes || valueOf(accounts)?.length !== 0;
}

function replicationRights(facts: MysqlFacts): readonly PreparationStep[] {
  const statements = replicationGrants(facts);
  return statements.length === 0
    ? []
    : [{ id: 'replication-right', what: `Let ${facts.user} read changes`, statements, afterwards: '' }];
}

function schemaSelect(facts: MysqlFacts): readonly PreparationStep[] {
  const statements = selectGrants(facts);
  if (statements.length === 0) return [];
  return [
    {
      id: 'table-select',
      what: `Let ${facts.user} read ${counted(closedSchemas(facts).length, 'schema')}`,
      statements,
      afterwards: '',
    },
  ];
}

function binaryLog(facts: MysqlFacts): readonly PreparationStep[] {
  const isOn = valueOf(facts.variables)?.['log_bin'];
  return isOn === undefined || isOn === 'on'
    ? []
    : [byHand('binary-log', 'The server writes no binary log', switchBinlogOn(facts))];
}

function binlogFilter(facts: MysqlFacts): readonly PreparationStep[] {
  const filtered = filteredSchemas(facts);
  return filtered === undefined
    ? []
    : [byHand('binlog-filter', `The binary log leaves out ${filtered.schemas.join(', ')}`, mendFilter(filtered))];
}

function byHand(id: string, what: string, afterwards: string): PreparationStep {
  return { id, what, statements: [], afterwards };
}
