/**
 * What can go wrong between the writer and its target, by code.
 * `reactionTo` decides what to do about each; a new code does not compile until somebody decided.
 */
export type SinkErrorCode =
  | 'authentication-failed'
  | 'column-exists'
  | 'column-unknown'
  | 'connection-lost'
  | 'connection-refused'
  | 'constraint-violated'
  | 'element-not-castable'
  | 'foreign-table'
  | 'host-unknown'
  | 'key-mismatch'
  | 'letters-not-stored'
  | 'name-refused'
  | 'overloaded'
  | 'permission-denied'
  | 'relation-exists'
  | 'relation-unknown'
  | 'rows-dropped'
  | 'schema-halted'
  | 'schema-unknown'
  | 'shard-unavailable'
  | 'statement-failed'
  | 'statement-timeout'
  | 'table-blocked'
  | 'target-in-use'
  | 'target-invalid'
  | 'tls-refused'
  | 'too-many-columns'
  | 'type-mismatch'
  | 'value-missing'
  | 'value-not-castable'
  | 'value-out-of-range'
  | 'value-too-long'
  | 'version-conflict';

/**
 * `retry`: the same statement may succeed later. `reject`: this record cannot be written. `refresh`: what is known of
 * the catalogue is out of date; read it again and plan anew. `halt`: it concerns every record; stop and say so.
 */
export type Reaction = 'retry' | 'reject' | 'refresh' | 'halt';

const REACTIONS: Readonly<Record<SinkErrorCode, Reaction>> = {
  'authentication-failed': 'halt',
  'column-exists': 'refresh',
  'column-unknown': 'refresh',
  'connection-lost': 'retry',
  'connection-refused': 'retry',
  'constraint-violated': 'reject',
  'element-not-castable': 'reject',
  'foreign-table': 'halt',
  'host-unknown': 'retry',
  'key-mismatch': 'refresh',
  'letters-not-stored': 'retry',
  'name-refused': 'reject',
  overloaded: 'retry',
  'permission-denied': 'halt',
  'relation-exists': 'refresh',
  'relation-unknown': 'refresh',
  'rows-dropped': 'reject',
  'schema-halted': 'halt',
  'schema-unknown': 'refresh',
  'shard-unavailable': 'retry',
  'statement-failed': 'reject',
  'statement-timeout': 'retry',
  'table-blocked': 'retry',
  'target-in-use': 'halt',
  'target-invalid': 'halt',
  'tls-refused': 'halt',
  'too-many-columns': 'reject',
  'type-mismatch': 'refresh',
  'value-missing': 'reject',
  'value-not-castable': 'reject',
  'value-out-of-range': 'reject',
  'value-too-long': 'reject',
  'version-conflict': 'retry',
};

function reactionTo(code: SinkErrorCode): Reaction {
  return REACTIONS[code];
}

export interface SinkErrorDetails {
  readonly message: string;
  readonly remedy: string;
  readonly cause?: unknown;
  /** The column at fault, where the server named it. */
  readonly column?: string | undefined;
}

/** A failure of the target. The message never holds row values or passwords. */
export class SinkError extends Error {
  readonly code: SinkErrorCode;
  readonly remedy: string;
  readonly column: string | undefined;

  constructor(code: SinkErrorCode, details: SinkErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'SinkError';
    this.code = code;
    this.remedy = details.remedy;
    this.column = details.column;
  }

  get reaction(): Reaction {
    return reactionTo(this.code);
  }
}
