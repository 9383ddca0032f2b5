/** The command line or the configuration asks for what cannot be meant: exit code 2, and nothing was touched. */
export class UsageError extends Error {
  readonly remedy: string;
  /** To look it up by; `undefined`: the message says all there is. */
  readonly code: string | undefined;

  constructor(message: string, remedy: string, code?: string) {
    super(message);
    this.name = 'UsageError';
    this.remedy = remedy;
    this.code = code;
  }
}
