/** What one part of the pipeline answered; `absent`: nothing says where it is. */
export type StatusPart<T> =
  | { readonly kind: 'read'; readonly value: T }
  | { readonly kind: 'absent'; readonly why: string }
  | { readonly kind: 'failed'; readonly message: string; readonly remedy: string | undefined };

/** A detail of a part that could not be read, while the part itself could. */
export interface Unread {
  /** The detail, as the subject of a sentence: `The latency`. */
  readonly what: string;
  readonly message: string;
  readonly remedy: string | undefined;
}

/** Reads a part so that its failure is told beside the others. Only an interruption ends all of them. */
export async function readPart<T>(signal: AbortSignal, read: () => Promise<T>): Promise<StatusPart<T>> {
  try {
    return { kind: 'read', value: await read() };
  } catch (error) {
    if (signal.aborted) throw error;
    return { kind: 'failed', ...describeFailure(error) };
  }
}

/** Reads a detail: `value` is `undefined` where it could not be read, and `unread` then says why. */
export async function readDetail<T>(
  signal: AbortSignal,
  what: string,
  read: () => Promise<T>,
): Promise<{ readonly value: T | undefined; readonly unread: readonly Unread[] }> {
  const part = await readPart(signal, read);
  if (part.kind === 'read') return { value: part.value, unread: [] };
  const { message, remedy } = part.kind === 'failed' ? part : { message: part.why, remedy: undefined };
  return { value: undefined, unread: [{ what, message, remedy }] };
}

export function absent(why: string): StatusPart<never> {
  return { kind: 'absent', why };
}

function describeFailure(error: unknown): { readonly message: string; readonly remedy: string | undefined } {
  const remedy: unknown = error instanceof Error ? Reflect.get(error, 'remedy') : undefined;
  return {
    message: error instanceof Error ? error.message : String(error),
    remedy: typeof remedy === 'string' ? remedy : undefined,
  };
}
