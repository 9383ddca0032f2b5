import { known } from '../../facts/read.js';
import { column, kinesisEndpoint, pipeline, postgres, table } from '../right-facts.js';
import type { WrongCase } from '../wrong-case.js';

const kinesis = (settings: Readonly<Record<string, unknown>>) =>
  pipeline({ settings: { targetEndpoint: known(kinesisEndpoint(settings)) } });
const SWITCHES = (
  [
    ['IncludeNullAndEmpty', 'kinesis-null-and-empty', false, 'error'],
    ['IncludeControlDetails', 'kinesis-control-details', undefined, 'error'],
    ['IncludeTableAlterOperations', 'kinesis-table-alter-operations', false, 'error'],
    ['IncludeTransactionDetails', 'kinesis-transaction-details', undefined, 'warning'],
    ['PartitionIncludeSchemaTable', 'kinesis-partition-schema-table', false, 'warning'],
    ['IncludePartitionValue', 'kinesis-partition-value', undefined, 'warning'],
    ['NoHexPrefix', 'kinesis-no-hex-prefix', false, 'warning'],
  ] as const
).map(([setting, id, value, severity]): WrongCase => ({
  id,
  when: value === undefined ? 'it is not set' : 'it is off',
  severity,
  subject: setting,
  facts: kinesis({ [setting]: value }),
  fix: 'endpoint',
}));
const domain = (name: string, baseType: string) => ({ ...column(name, `shop.${name}_domain`), baseType });

export const KINESIS_ENDPOINT_CASES: readonly WrongCase[] = [
  ...SWITCHES,
  {
    id: 'kinesis-message-format',
    when: 'it has line breaks',
    severity: 'warning',
    subject: 'MessageFormat',
    facts: kinesis({ MessageFormat: 'json' }),
    fix: 'endpoint',
  },
  {
    id: 'kinesis-no-role',
    when: 'there is none',
    severity: 'error',
    subject: 'ServiceAccessRoleArn',
    facts: kinesis({ ServiceAccessRoleArn: undefined }),
  },
  {
    id: 'kinesis-large-integers',
    when: 'there are 64-bit columns',
    severity: 'warning',
    subject: 'UseLargeIntegerValue',
    facts: pipeline({
      source: postgres({ tables: known([table({ columns: [column('id', 'bigint')] })]) }),
      settings: { targetEndpoint: known(kinesisEndpoint({ UseLargeIntegerValue: false })) },
    }),
    fix: 'endpoint',
  },
  {
    id: 'kinesis-large-integers',
    when: 'a domain stands for one',
    severity: 'warning',
    subject: 'UseLargeIntegerValue',
    facts: pipeline({
      source: postgres({ tables: known([table({ columns: [domain('id', 'bigint')] })]) }),
      settings: { targetEndpoint: known(kinesisEndpoint({ UseLargeIntegerValue: false })) },
    }),
    fix: 'endpoint',
  },
];
