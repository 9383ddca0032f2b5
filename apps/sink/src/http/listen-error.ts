/** The HTTP server cannot listen. */
export class ListenError extends Error {
  readonly code: string;
  readonly remedy: string;

  constructor(code: string, place: string, options: ErrorOptions) {
    super(`The sink cannot listen on ${place}.`, options);
    this.name = 'ListenError';
    this.code = code;
    this.remedy =
      code === 'EADDRINUSE'
        ? 'Another program listens there: stop it, or set PORT to another number.'
        : 'Set HOST to an address of this machine, and PORT to a port that this user may open.';
  }

  static from(error: unknown, place: string): ListenError {
    const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
    return new ListenError(code, place, { cause: error });
  }
}
