import type { SettingsFacts } from '../facts/pipeline-facts.js';
import { valueOf } from '../facts/read.js';
import type { Finding, Severity } from '../finding.js';
import { isTrue, showSetting } from '../settings/read-setting.js';
import { listed } from '../text/listed.js';

interface Switch {
  readonly setting: string;
  readonly id: string;
  readonly severity: Severity;
  readonly whyItMatters: string;
}

/** All of them are off by default. */
const SWITCHES: readonly Switch[] = [
  {
    setting: 'IncludeNullAndEmpty',
    id: 'kinesis-null-and-empty',
    severity: 'error',
    whyItMatters:
      'A column that was set to NULL is left out of the message, as is one that was not sent: the old value stays in the target.',
  },
  {
    setting: 'IncludeControlDetails',
    id: 'kinesis-control-details',
    severity: 'error',
    whyItMatters:
      'create-table comes without columns and primary key: types are guessed from values, and rows of an unknown key become dead letters.',
  },
  {
    setting: 'IncludeTableAlterOperations',
    id: 'kinesis-table-alter-operations',
    severity: 'error',
    whyItMatters: 'Dropped, added and renamed columns and renamed tables are not told: the target keeps the old shape.',
  },
  {
    setting: 'IncludeTransactionDetails',
    id: 'kinesis-transaction-details',
    severity: 'warning',
    whyItMatters:
      'Messages have no position at the source: rows of tables without a key, sent again after a restart, are written twice.',
  },
  {
    setting: 'PartitionIncludeSchemaTable',
    id: 'kinesis-partition-schema-table',
    severity: 'warning',
    whyItMatters:
      'Keys of different tables fall together: rows of all tables with key 1 share a shard, and one hot key slows the others.',
  },
  {
    setting: 'IncludePartitionValue',
    id: 'kinesis-partition-value',
    severity: 'warning',
    whyItMatters: 'Messages do not tell their partition key: why a row is in a shard cannot be seen afterwards.',
  },
  {
    setting: 'NoHexPrefix',
    id: 'kinesis-no-hex-prefix',
    severity: 'warning',
    whyItMatters: 'Binary values arrive with 0x in front, as texts that differ from those of the source.',
  },
];

/** What the Kinesis endpoint leaves out of its messages. */
export function kinesisEndpointRules({ targetEndpoint, tables }: SettingsFacts): readonly Finding[] {
  const endpoint = valueOf(targetEndpoint);
  if (endpoint === undefined) return [];
  const { settings } = endpoint;
  const off = SWITCHES.filter(({ setting }) => !isTrue(settings[setting])).map(
    ({ setting, id, severity, whyItMatters }) =>
      switchOff(setting, { id, severity, whyItMatters, value: settings[setting] }),
  );
  return [...off, ...largeIntegers(settings, tables), ...messageFormat(settings), ...role(settings)];
}

function switchOff(
  setting: string,
  {
    id,
    severity,
    whyItMatters,
    value,
  }: Pick<Finding, 'id' | 'severity' | 'whyItMatters'> & { readonly value: unknown },
): Finding {
  return {
    id,
    severity,
    area: 'target-endpoint',
    subject: setting,
    what: `${setting} is off (${showSetting(value)}).`,
    whyItMatters,
    remedy: `Set ${setting} to true in the KinesisSettings of the endpoint, and restart the replication.`,
    fix: { kind: 'endpoint', endpoint: 'target', settings: { [setting]: true } },
  };
}

/** Only 64-bit columns can hold what a double cannot. */
function largeIntegers(
  settings: Readonly<Record<string, unknown>>,
  tables: SettingsFacts['tables'],
): readonly Finding[] {
  if (isTrue(settings['UseLargeIntegerValue'])) return [];
  const known = valueOf(tables);
  const large = (known ?? []).flatMap(({ schema, name, columns }) =>
    columns
      .filter(({ type, baseType = type }) => /^(bigint|bigserial|int8)/iu.test(baseType))
      .map((column) => `${schema}.${name}.${column.name}`),
  );
  if (known !== undefined && large.length === 0) return [];
  const columns = large.length === 0 ? '' : ` 64-bit columns: ${listed(large)}.`;
  return [
    {
      ...switchOff('UseLargeIntegerValue', {
        id: 'kinesis-large-integers',
        severity: 'warning',
        whyItMatters:
          'AWS DMS sends integers as doubles: beyond 2^53 the last digits are others, and two keys can become one.',
        value: settings['UseLargeIntegerValue'],
      }),
      what: `UseLargeIntegerValue is off.${columns}`,
      remedy:
        'Set UseLargeIntegerValue to true (AWS DMS 3.5.4 or later; by ModifyEndpoint, CloudFormation does not have it), and restart the replication.',
    },
  ];
}

function messageFormat(settings: Readonly<Record<string, unknown>>): readonly Finding[] {
  const format = settings['MessageFormat'];
  if (format === 'json-unformatted') return [];
  return [
    {
      id: 'kinesis-message-format',
      severity: 'warning',
      area: 'target-endpoint',
      subject: 'MessageFormat',
      what: `MessageFormat is ${showSetting(format)}, not json-unformatted.`,
      whyItMatters:
        'Blanks and line breaks fill the records: rows reach the size limit of a record, and a shard its throughput, sooner.',
      remedy: 'Set MessageFormat to json-unformatted in the KinesisSettings of the endpoint.',
      fix: { kind: 'endpoint', endpoint: 'target', settings: { MessageFormat: 'json-unformatted' } },
    },
  ];
}

function role(settings: Readonly<Record<string, unknown>>): readonly Finding[] {
  if (settings['ServiceAccessRoleArn'] !== undefined && settings['ServiceAccessRoleArn'] !== '') return [];
  return [
    {
      id: 'kinesis-no-role',
      severity: 'error',
      area: 'target-endpoint',
      subject: 'ServiceAccessRoleArn',
      what: 'The endpoint names no role to write to the stream with.',
      whyItMatters: 'AWS DMS may not write: nothing arrives.',
      remedy:
        'Give it a role that dms.amazonaws.com may take, with kinesis:DescribeStream, PutRecord and PutRecords on the stream.',
    },
  ];
}
