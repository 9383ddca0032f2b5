/** What one part of the pipeline answered; `absent`: nothing says where it is. */
export type StatusPart<T> =
  | { readonly kind: 'read'; readonly value: T }
  | { readonly kind: 'absent'; readonly why: string }
  | { readonly kind: 'failed'; readonly message: string; readonly remedy: string | undefined };

/** Reads a part so that its failure is told beside the others. Only an interruption ends all of them. */
export async function readPart<T>(signal: AbortSignal, read: () => Promise<T>): Promise<StatusPart<T>> {
  try {
    return { kind: 'read', value: await read() };
  } catch (error) {
    if (signal.aborted) throw error;
    const remedy: unknown = error instanceof Error ? Reflect.get(error, 'remedy') : undefined;
    return {
      kind: 'failed',
      message: error instanceof Error ? error.message : String(error),
      remedy: typeof remedy === 'string' ? remedy : undefined,
    };
  }
}

export function absent(why: string): StatusPart<never> {
  return { kind: 'absent', why };
}
