/** One of the ways that are compared: does its work once and answers how many seconds it took. */
export type Contender = (round: number) => Promise<number>;

export interface Rounds {
  readonly count: number;
  /** Rounds before the first that counts. */
  readonly warmUps: number;
}

/**
 * Runs every contender once in each round, and begins each round with another one: what changes on the machine
 * meanwhile, and what one contender leaves behind for the next, then meets all alike. Answers the seconds by contender,
 * in the order of the rounds.
 */
export async function runInterleaved<Name extends string>(
  contenders: Readonly<Record<Name, Contender>>,
  rounds: Rounds,
): Promise<Readonly<Record<Name, readonly number[]>>> {
  const names = Object.keys(contenders) as Name[];
  const seconds = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, number[]>;
  for (let round = 0; round < rounds.warmUps + rounds.count; round += 1) {
    for (const name of rotated(names, round)) {
      const taken = await contenders[name](round);
      if (round >= rounds.warmUps) seconds[name].push(taken);
    }
  }
  return seconds;
}

/** The same names, beginning with the one at `by`. */
export function rotated<T>(items: readonly T[], by: number): readonly T[] {
  const from = items.length === 0 ? 0 : by % items.length;
  return [...items.slice(from), ...items.slice(0, from)];
}
