/** The variables that have a name of their own; every other key follows the rule of `variableName`. */
const NAMED: Readonly<Record<string, string>> = {
  pipeline: 'PIPELINE',
  'source.url': 'SOURCE_URL',
  'source.secretArn': 'SOURCE_SECRET_ARN',
  'source.engine': 'SOURCE_ENGINE',
  'source.host': 'SOURCE_HOST',
  'source.port': 'SOURCE_PORT',
  'source.database': 'SOURCE_DATABASE',
  'target.url': 'SINK_URL',
  'target.urlSecretArn': 'SINK_URL_SECRET_ARN',
  'kinesis.stream': 'KINESIS_STREAM',
  'kinesis.endpoint': 'KINESIS_ENDPOINT',
  'kinesis.region': 'AWS_REGION',
  'kinesis.start': 'START',
  'kinesis.checkpoints': 'CHECKPOINTS',
  'kinesis.messageFormat': 'MESSAGE_FORMAT',
  'write.ordering': 'ORDERING',
  'write.mapping': 'MAPPING',
  'write.absentColumns': 'ABSENT_COLUMNS',
  'write.columnTypes': 'COLUMN_TYPES',
  'errors.onError': 'ON_ERROR',
  'errors.suspendAfter': 'SUSPEND_AFTER',
  'http.host': 'HOST',
  'http.port': 'PORT',
  'log.level': 'LOG_LEVEL',
};

/**
 * The variable of a key: its own name, or `DRAYAGE_` and the path (`write.deleteMode` is `DRAYAGE_WRITE_DELETE_MODE`). A unit
 * is one word: `sink.memoryMiB` is `DRAYAGE_SINK_MEMORY_MIB`.
 */
export function variableName(path: string): string {
  return (
    NAMED[path] ??
    `DRAYAGE_${path
      .replace(/([KMG])iB\b/g, '$1ib')
      .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
      .replaceAll('.', '_')
      .toUpperCase()}`
  );
}

/** The flag of a variable: without `DRAYAGE_`, in lower case, with dashes (`PORT` is `--port`). */
export function flagName(variable: string): string {
  return variable
    .replace(/^DRAYAGE_/, '')
    .toLowerCase()
    .replaceAll('_', '-');
}
