import { type Clock, pause } from '../clock.js';
import { linkedAbort } from '../linked-abort.js';

export type Graced<T> = { readonly kind: 'done'; readonly value: T } | { readonly kind: 'abandoned' };

/**
 * Waits for work, but once `signal` has aborted for at most `graceMs` more. Work left behind goes on; its failure is
 * nobody's any more.
 */
export async function withGrace<T>(
  work: Promise<T>,
  grace: { readonly clock: Clock; readonly signal: AbortSignal; readonly graceMs: number },
): Promise<Graced<T>> {
  const done = linkedAbort(new AbortController().signal);
  const stopping = linkedAbort(grace.signal);
  const abandoned = aborted(stopping.signal)
    .then(() => pause(grace.clock, grace.graceMs, done.signal))
    .then((): Graced<T> => ({ kind: 'abandoned' }));
  try {
    return await Promise.race([work.then((value): Graced<T> => ({ kind: 'done', value })), abandoned]);
  } finally {
    done.abort();
    stopping.dispose();
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
