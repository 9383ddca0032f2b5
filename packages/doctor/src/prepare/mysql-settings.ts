import type { MysqlFacts } from '../facts/mysql-facts.js';
import { valueOf } from '../facts/read.js';
import { isMysqlFrom } from './mysql-version.js';

/** A variable of MySQL or MariaDB that AWS DMS needs otherwise, and that can be set while the server runs. */
export interface MysqlSetting {
  readonly name: string;
  /** The rule that finds it. */
  readonly id: string;
  /** As it stands in a statement and in the configuration file. */
  readonly wanted: string;
  /** Takes the value as it runs, in lower case. */
  readonly isRight: (value: string) => boolean;
  /** A session has a value of its own, from its beginning on. */
  readonly ofSessions: boolean;
  readonly whyItMatters: string;
}

const COMPRESSED = 'AWS DMS does not read compressed binary logs: the replication stops, or changes are missing.';
const isOff = (value: string): boolean => value === 'off';

/** A server has only some of them, by its version. */
const MYSQL_SETTINGS: readonly MysqlSetting[] = [
  {
    name: 'binlog_format',
    id: 'my-binlog-format',
    wanted: "'ROW'",
    isRight: (value) => value === 'row',
    ofSessions: true,
    whyItMatters: 'The binary log holds statements, not rows: AWS DMS cannot read changes, and stops.',
  },
  {
    name: 'binlog_row_image',
    id: 'my-binlog-row-image',
    wanted: "'FULL'",
    isRight: (value) => value === 'full',
    ofSessions: true,
    whyItMatters: 'Changes carry only some columns: the others arrive as if they were empty.',
  },
  {
    name: 'binlog_row_value_options',
    id: 'my-binlog-row-values',
    wanted: "''",
    isRight: (value) => value === '',
    ofSessions: true,
    whyItMatters:
      'An update of a JSON column writes only the parts that changed, as a list of edits: the document does not arrive as it is.',
  },
  {
    name: 'binlog_checksum',
    id: 'my-binlog-checksum',
    wanted: "'NONE'",
    isRight: (value) => value === 'none',
    ofSessions: false,
    whyItMatters: 'AWS DMS wants binary logs without checksums: reading changes can fail.',
  },
  {
    name: 'binlog_transaction_compression',
    id: 'my-binlog-compression',
    wanted: 'OFF',
    isRight: isOff,
    ofSessions: true,
    whyItMatters: COMPRESSED,
  },
  {
    name: 'log_bin_compress',
    id: 'my-binlog-compression',
    wanted: 'OFF',
    isRight: isOff,
    ofSessions: false,
    whyItMatters: COMPRESSED,
  },
  {
    name: 'server_id',
    id: 'my-server-id',
    // Whichever no other server of the replication has; one with 0 takes part in none.
    wanted: '1',
    isRight: (value) => value !== '0',
    ofSessions: false,
    whyItMatters: 'The server refuses every replica, AWS DMS as well.',
  },
];

/** Those that are not as AWS DMS needs them. */
export function wrongSettings({ variables }: MysqlFacts): readonly MysqlSetting[] {
  const values = valueOf(variables) ?? {};
  return MYSQL_SETTINGS.filter(
    ({ name, isRight }) => values[name] !== undefined && !isRight(values[name].toLowerCase()),
  );
}

/** Sets a variable now and, where the server can, for ever: MySQL from 8.0 on keeps what `SET PERSIST` sets. */
export function settingStatement(facts: MysqlFacts, name: string, value: string): string {
  return `SET ${persists(facts) ? 'PERSIST' : 'GLOBAL'} ${name} = ${value}`;
}

/** What else a person has to do so that they stay and have effect; empty: nothing. */
export function afterSetting(
  facts: MysqlFacts,
  settings: readonly Pick<MysqlSetting, 'name' | 'wanted' | 'ofSessions'>[],
): string {
  const ofSessions = settings.filter((setting) => setting.ofSessions).map(({ name }) => name);
  const lines = settings.map(({ name, wanted }) => `${name} = ${wanted}`).join(', ');
  return [
    ...(settings.some(({ name }) => name === 'server_id')
      ? ['Where another server of the replication has the server_id 1, take a free number.']
      : []),
    ...(ofSessions.length === 0
      ? []
      : [`Sessions that are open keep the old ${ofSessions.join(', ')}: reconnect the applications.`]),
    ...(facts.engine === 'mariadb' && ofSessions.includes('binlog_format')
      ? ['Then stop and resume the replication if it runs: AWS DMS notices the new format only at a start.']
      : []),
    ...(persists(facts)
      ? []
      : [`Write ${lines} into the section [mysqld] of the configuration as well, or a restart forgets it.`]),
  ].join(' ');
}

function persists(facts: MysqlFacts): boolean {
  return isMysqlFrom(facts, 8);
}
