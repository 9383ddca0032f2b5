import { SinkError } from '../sink-error.js';

/** Calls under way at once: letters come in bursts, and each call takes tens of milliseconds. */
const PARALLEL = 16;

/**
 * Does something for each of many, some of them at once; ends when all have ended.
 *
 * @throws SinkError `letters-not-stored` if one failed; what was done stays done, and doing it again does no harm.
 */
export async function putInParallel<T, R>(
  items: readonly T[],
  place: string,
  put: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  for (let from = 0; from < items.length; from += PARALLEL) {
    const settled = await Promise.allSettled(items.slice(from, from + PARALLEL).map(put));
    for (const result of settled) {
      if (result.status === 'fulfilled') results.push(result.value);
      else throw notStored(place, result.reason);
    }
  }
  return results;
}

function notStored(place: string, cause: unknown): SinkError {
  return new SinkError('letters-not-stored', {
    message: `Dead letters cannot be sent to ${place}: ${cause instanceof Error ? cause.message : String(cause)}`,
    remedy: 'See to it that it exists and that this process may write to it.',
    cause,
  });
}
