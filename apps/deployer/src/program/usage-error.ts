/** The command line or the configuration asks for something that cannot be meant: exit code 2, and nothing was touched. */
export class UsageError extends Error {
  readonly code: string;
  readonly remedy: string;

  constructor(code: string, message: string, remedy: string) {
    super(message);
    this.name = 'UsageError';
    this.code = code;
    this.remedy = remedy;
  }
}
