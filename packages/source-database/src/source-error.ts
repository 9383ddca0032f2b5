/** Why the source did not do what it was asked for. */
export type SourceErrorCode =
  | 'source-invalid'
  | 'source-unreachable'
  | 'source-login-refused'
  | 'source-tls-refused'
  | 'source-permission'
  | 'source-statement-failed';

export interface SourceErrorDetails {
  readonly message: string;
  readonly remedy: string;
  readonly cause?: unknown;
}

/** A source that cannot be reached, or a statement that it refused. The message holds no password. */
export class SourceError extends Error {
  readonly code: SourceErrorCode;
  readonly remedy: string;

  constructor(code: SourceErrorCode, { message, remedy, cause }: SourceErrorDetails) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'SourceError';
    this.code = code;
    this.remedy = remedy;
  }
}
