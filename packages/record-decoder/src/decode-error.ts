/** Why bytes did not become a change record. The codes are dead-letter codes too. */
export type DecodeErrorCode = 'malformed' | 'not-dms';

/** Says what was wrong with a message and where, never what its values were. */
export interface DecodeError {
  readonly code: DecodeErrorCode;
  readonly message: string;
  readonly remedy: string;
}
