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
  'possibly-truncated',
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

const REMEDIES: Readonly<Record<DeadLetterCode, string>> = {
  'ddl-failed': 'Mend the target table by hand as the message says, then reload the table.',
  'incomplete-key': 'Give the source table a primary key that DMS sends whole, or set `primaryKey` for it.',
  'key-changed': 'Drop the target table and reload the source table: it is then created under the new key.',
  'keyless-change': 'Add a primary key at the source, or have DMS send a before-image with all columns.',
  malformed: 'Look at the payload; DMS cuts oversize LOBs, which breaks the JSON. Lower LobMaxSize and reload.',
  'name-refused': 'Route the table to another name by configuration, or exclude the column, then reload.',
  'not-dms': 'Make sure that only AWS DMS writes to this stream.',
  'possibly-truncated': 'Raise LobMaxSize of the DMS task and reload the table.',
  'statement-failed': 'Look at the message; after mending the cause, apply the payload again by `dray replay`.',
  'table-suspended': 'Mend what suspended the table, then reload it.',
  'too-many-columns': 'Raise the table setting mapping.total_fields.limit, or exclude columns, then reload.',
  'unknown-operation': 'A newer Drayage may know this operation: apply the payload again after an upgrade.',
  'unknown-table': 'Reload the table so that DMS sends its create-table, or set `primaryKey` for it and apply the payload again.',
  'value-not-castable': 'Give the column another type by `columnTypes` (for example `text`), drop the target table and reload.',
  'value-out-of-range': 'Give the column a wider type by `columnTypes` (for example `numeric(20,0)` or `text`), drop the target table and reload.',
  'value-too-long': 'Give the column the type `long text` by `columnTypes`, drop the target table and reload.',
};

export function refuse(code: DeadLetterCode, message: string, column?: string): ChangeRefusal {
  return { code, message, remedy: REMEDIES[code], column };
}
