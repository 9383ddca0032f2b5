import type { SourcePosition } from './change-record.js';

/** `<LSN>.<n>.<LSN>`, `<LSN>.NOW` or `<LSN>`; an LSN is two hexadecimal numbers of 32 bits. */
const POSTGRESQL = /^([\dA-F]{1,8})\/([\dA-F]{1,8})(?:\.(?:(\d{1,20})|NOW)(?:\.([\dA-F]{1,8})\/([\dA-F]{1,8}))?)?$/;
/** `<log>.<file number>:<offset>` and what follows: numbers, and file names again. */
const MYSQL = /^[\w.-]*[A-Za-z][\w-]*\.(\d{1,10}):(\d{1,20})((?::[\w.-]+)*)$/;
const MYSQL_EXTRA = /^(?:(-1)|(\d{1,20})|[\w.-]*[A-Za-z][\w-]*\.(\d{1,10}))$/;
const MYSQL_EXTRA_COUNT = 5;
const RECORD_ID = /^\d{1,20}$/;

/** As wide as any number of 64 bits in decimal, and of 32 bits in hexadecimal. */
const DECIMAL_ZEROS = '0'.repeat(20);
const HEX_ZEROS = '0'.repeat(8);

/**
 * Reads a `stream-position`. The sort keys of one engine all have the same width, so that comparing them as text is
 * comparing their numbers, in the order written; numbers left out count as zero. `recordId`, the change's number within
 * its transaction, comes last. The log's base name is not part of a key: two servers do not compare anyhow.
 *
 * PostgreSQL's form is known from captures, MySQL's from the start positions that DMS documents. Any other form is
 * kept, not comparable. Never throws.
 */
export function parseSourcePosition(text: string, recordId?: string): SourcePosition {
  const postgresql = POSTGRESQL.exec(text.toUpperCase());
  if (postgresql) return { comparable: true, engine: 'postgresql', sortKey: postgresqlKey(postgresql, recordId), text };
  const mysql = MYSQL.exec(text);
  const sortKey = mysql && mysqlKey(mysql, recordId);
  return sortKey ? { comparable: true, engine: 'mysql', sortKey, text } : { comparable: false, text };
}

function postgresqlKey(
  [, high = '', low = '', count = '', high2 = '', low2 = '']: RegExpExecArray,
  recordId: string | undefined,
): string {
  return `${hex(high)}${hex(low)}.${decimal(count)}.${hex(high2)}${hex(low2)}.${recordKey(recordId)}`;
}

function mysqlKey(
  [, file = '', offset = '', rest = '']: RegExpExecArray,
  recordId: string | undefined,
): string | undefined {
  const extras = rest === '' ? [] : rest.slice(1).split(':');
  if (extras.length > MYSQL_EXTRA_COUNT) return undefined;
  const numbers = [file, offset];
  for (const extra of extras) {
    const match = MYSQL_EXTRA.exec(extra);
    if (!match) return undefined;
    const [, none, number, fileNumber] = match;
    // -1 stands for "none"; it sorts with zero, before any position.
    numbers.push(none === undefined ? (number ?? fileNumber ?? '') : '');
  }
  while (numbers.length < MYSQL_EXTRA_COUNT + 2) numbers.push('');
  return `${numbers.map(decimal).join('.')}.${recordKey(recordId)}`;
}

function recordKey(recordId: string | undefined): string {
  return decimal(recordId !== undefined && RECORD_ID.test(recordId) ? recordId : '');
}

function decimal(digits: string): string {
  return DECIMAL_ZEROS.slice(digits.length) + digits;
}

function hex(digits: string): string {
  return digits.length === HEX_ZEROS.length ? digits : HEX_ZEROS.slice(digits.length) + digits;
}
