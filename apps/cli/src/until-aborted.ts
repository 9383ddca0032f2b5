/**
 * Waits for work no longer than until the signal, and throws then what the signal says. What is left goes on unseen, and ends with
 * the program.
 *
 * @param late what to do with a result that comes after that
 */
export async function untilAborted<T>(
  signal: AbortSignal,
  work: () => Promise<T>,
  late: (result: T) => unknown = () => undefined,
): Promise<T> {
  signal.throwIfAborted();
  const { promise: aborted, stop } = whenAborted(signal);
  const working = work();
  try {
    return await Promise.race([working, aborted]);
  } catch (error) {
    if (signal.aborted) working.then(late).catch(() => undefined);
    throw error;
  } finally {
    stop();
  }
}

function whenAborted(signal: AbortSignal): { readonly promise: Promise<never>; readonly stop: () => void } {
  let stop = (): void => undefined;
  const promise = new Promise<never>((_, reject) => {
    const listener = (): void => {
      reject(signal.reason instanceof Error ? signal.reason : new Error('Interrupted.'));
    };
    signal.addEventListener('abort', listener, { once: true });
    stop = () => {
      signal.removeEventListener('abort', listener);
    };
  });
  return { promise, stop };
}
