/** A step of a deployment failed; what was done before it stays. */
export class DeployError extends Error {
  readonly code: string;
  readonly remedy: string;

  constructor(step: string, cause: unknown) {
    super(`${step}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.name = 'DeployError';
    this.code = textOf(cause, 'code') ?? 'deploy-failed';
    this.remedy =
      textOf(cause, 'remedy') ??
      'Mend what the message names, and run the same command again: it goes on where it was.';
  }
}

function textOf(error: unknown, name: string): string | undefined {
  const value: unknown = error instanceof Error ? Reflect.get(error, name) : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}
