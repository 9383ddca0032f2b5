/** What may be logged of an error. */
export interface ErrorFields {
  readonly type: string;
  readonly code?: string;
  readonly message: string;
  readonly remedy?: string;
  readonly stack?: string;
}

/**
 * The parts of an error that hold no row values. Causes are left out but for their code: servers quote the values they
 * refuse. An error of our own, known by its remedy, needs no stack; an unexpected one does.
 */
export function errorFields(error: unknown): ErrorFields {
  if (!(error instanceof Error)) {
    return { type: typeof error, message: 'Something that is no error was thrown.' };
  }
  const code = textOf(error, 'code') ?? textOf(error.cause, 'code');
  const remedy = textOf(error, 'remedy');
  return {
    type: error.name,
    ...(code === undefined ? {} : { code }),
    message: error.message,
    ...(remedy === undefined ? {} : { remedy }),
    ...(remedy === undefined && error.stack !== undefined ? { stack: error.stack } : {}),
  };
}

function textOf(value: unknown, property: string): string | undefined {
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  const found: unknown = Reflect.get(value, property);
  return typeof found === 'string' ? found : undefined;
}
