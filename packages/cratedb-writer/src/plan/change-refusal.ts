/**
 * Why a change cannot be applied: the dead-letter codes. One list for documents, `dray` and the tables.
 */
export const DEAD_LETTER_CODES = [
  'ddl-failed',
  'incomplete-key',
  'key-changed',
  'keyless-change',
  'malformed',
  'name-refused',
  'not-dms',
  'parked',
  'possibly-truncated',
  'schema-frozen',
  'statement-failed',
  'table-suspended',
  'too-many-columns',
  'unknown-operation',
  'unknown-table',
  'value-not-castable',
  'value-out-of-range',
  'value-too-long',
] as const;

export type DeadLetterCode = (typeof DEAD_LETTER_CODES)[number];

/** Says why one change was not applied. The message never holds a value. */
export interface ChangeRefusal {
  readonly code: DeadLetterCode;
  readonly message: string;
  readonly remedy: string;
  readonly column: string | undefined;
}

/** What to do about each code. */
const DEAD_LETTER_REMEDIES: Readonly<Record<DeadLetterCode, string>> = {
  'ddl-failed': 'Mend the target table by hand as the message says, then reload the table.',
  'incomplete-key': 'Give the source table a primary key that DMS sends whole, or set `primaryKey` for it.',
  'key-changed': 'Drop the target table and reload the source table: it is then created under the new key.',
  'keyless-change': 'Add a primary key at the source, or have DMS send a before-image with all columns.',
  malformed: 'Look at the payload; DMS cuts oversize LOBs, which breaks the JSON. Lower LobMaxSize and reload.',
  'name-refused': 'Route the table to another name by configuration, or exclude the column, then reload.',
  'not-dms': 'Make sure that only AWS DMS writes to this stream.',
  parked:
    'Nothing is wrong with this change: it waits for an older letter of its key. Retry or discard that one first; a retry takes the ones behind it along.',
  'possibly-truncated': 'Raise LobMaxSize of the DMS task and reload the table.',
  'schema-frozen':
    'Make the table or the column in the target by hand, or set `schemaChanges` to `evolve`; then run `dray dead-letters retry`.',
  'statement-failed': 'Mend what the message says, then run `dray dead-letters retry`.',
  'table-suspended':
    'Mend what suspended the table as its reason says, then reload it, or run `dray dead-letters retry` for it.',
  'too-many-columns':
    'Leave columns out by `excludeColumns`, or raise mapping.total_fields.limit of the table where it stands; then run `dray dead-letters retry`.',
  'unknown-operation': 'A newer Drayage may know this operation: run `dray dead-letters retry` after an upgrade.',
  'unknown-table':
    'Reload the table so that DMS sends its create-table, or set `primaryKey` for it and run `dray dead-letters retry`.',
  'value-not-castable': 'Give the column another type by `columnTypes` (for example `text`) and reload the table.',
  'value-out-of-range':
    'Give the column a wider type by `columnTypes` (for example `double precision`, `numeric(20,0)` or `text`) and reload the table.',
  'value-too-long': 'Give the column the type `long text` by `columnTypes` and reload the table.',
};

export function refuse(code: DeadLetterCode, message: string, column?: string): ChangeRefusal {
  return { code, message, remedy: DEAD_LETTER_REMEDIES[code], column };
}
