import type { CfnEndpoint } from 'aws-cdk-lib/aws-dms';

/**
 * How AWS DMS writes to Kinesis. All switches are off by default, and each that stays off loses something: nulls, types,
 * schema changes, positions, the order of rows with equal keys of different tables.
 */
export const KINESIS_SETTINGS = {
  messageFormat: 'json-unformatted',
  includeControlDetails: true,
  includeNullAndEmpty: true,
  includePartitionValue: true,
  includeTableAlterOperations: true,
  includeTransactionDetails: true,
  partitionIncludeSchemaTable: true,
  noHexPrefix: true,
} as const satisfies CfnEndpoint.KinesisSettingsProperty;
