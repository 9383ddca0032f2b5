/**
 * Where a shard begins that was never read. What a stored checkpoint does in each case:
 *
 * - `checkpoint`: it is used; without one the shard begins at the trim horizon.
 * - `trim-horizon`: one that was there before this run began is ignored, so each start reads everything again. One
 *   written since then, by this source or by another, is used.
 * - `latest`: it is used. There is one as soon as a shard was taken, so a restart skips nothing that arrived meanwhile.
 * - `time`: it is used if it has come as far as `at`, as every checkpoint of a run that began there has. An older one
 *   gives way to `at`.
 *
 * Children of a reshard that happens later begin at their own trim horizon, after their parents, in every case.
 */
export type StartPosition =
  | { readonly kind: 'checkpoint' }
  | { readonly kind: 'trim-horizon' }
  | { readonly kind: 'latest' }
  | { readonly kind: 'time'; readonly at: Date };

const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * Reads `checkpoint`, `trim-horizon`, `latest` or an ISO 8601 time with a zone. Throws a `RangeError` that names what
 * would have been understood.
 */
export function parseStartPosition(text: string): StartPosition {
  const word = text.trim();
  if (word === 'checkpoint' || word === 'trim-horizon' || word === 'latest') return { kind: word };
  const at = new Date(word);
  if (!ISO_TIME.test(word) || Number.isNaN(at.getTime())) {
    throw new RangeError(
      `'${text}' is no start position. Use checkpoint, trim-horizon, latest, ` +
        'or a time with its zone such as 2026-01-31T12:00:00Z.',
    );
  }
  return { kind: 'time', at };
}
