/** What a series of measurements says: its median, and how far it strayed. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly rounds: number;
}

/**
 * The spread of a series; of an even number of values, the median is the mean of the middle two.
 *
 * @throws RangeError for an empty series.
 */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const min = sorted[0];
  const max = sorted.at(-1);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (min === undefined || max === undefined || upper === undefined || lower === undefined) {
    throw new RangeError('There is no median of nothing.');
  }
  return { median: (lower + upper) / 2, min, max, rounds: sorted.length };
}

/** One ratio for each round, so that what slowed a whole round down cancels out. */
export function ratioOf(numerators: readonly number[], denominators: readonly number[]): Spread {
  if (numerators.length !== denominators.length) throw new RangeError('A ratio needs both sides in every round.');
  return spreadOf(numerators.map((value, round) => value / (denominators[round] ?? Number.NaN)));
}
