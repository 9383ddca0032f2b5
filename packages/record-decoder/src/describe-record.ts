import type { ChangeRecord } from './change-record.js';

const MAX_NAMES = 8;

/**
 * One line about a change for logs and error messages: operation, table, columns, position. It names columns, never
 * values: of a row those of the before-image (with the usual `pk-only` filter these are the key), of a table its key.
 * Names are quoted as in JSON where they hold more than letters, digits, `_`, `$`, `.` or `-`, so that a line stays a line.
 */
export function describeRecord(record: ChangeRecord): string {
  const { stream, shardId, sequenceNumber } = record.position;
  const at = `at ${quote(stream)}/${quote(shardId)}/${quote(sequenceNumber)}`;
  const table = `${quote(record.table.schema)}.${quote(record.table.table)}`;
  return [quote(record.operation), table, describeColumns(record), at].filter((part) => part !== '').join(' ');
}

function describeColumns(record: ChangeRecord): string {
  switch (record.kind) {
    case 'row':
      return record.before === undefined ? '' : `before(${list(Object.keys(record.before))})`;
    case 'table':
      return record.definition === undefined ? '' : `key(${list(record.definition.primaryKey)})`;
    case 'unknown':
      return `of type ${quote(record.recordType)}`;
  }
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, MAX_NAMES).map(quote).join(', ');
  return names.length > MAX_NAMES ? `${shown}, and ${names.length - MAX_NAMES} more` : shown;
}

function quote(name: string): string {
  if (/^[\p{L}\p{N}_$.:/-]+$/u.test(name)) return name;
  return JSON.stringify(name).replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
