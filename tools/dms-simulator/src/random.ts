/** A source of numbers that answers the same for the same seed, on every machine. */
export interface Random {
  /** A number in [0, 1). */
  fraction(): number;
  /** An integer from `min` to `max`, both included. */
  integer(min: number, max: number): number;
  /** `true` in about `probability` of the calls. */
  chance(probability: number): boolean;
  /** One of `items`, which must not be empty. */
  pick<T>(items: readonly T[]): T;
}

/** Makes the generator of one seed (mulberry32: 32 bits of state, good enough for demo data, not for secrets). */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;

  function fraction(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  function integer(min: number, max: number): number {
    return min + Math.floor(fraction() * (max - min + 1));
  }

  return {
    fraction,
    integer,
    chance: (probability) => fraction() < probability,
    pick: (items) => {
      const item = items[integer(0, items.length - 1)];
      if (item === undefined) throw new RangeError('There is nothing to pick from.');
      return item;
    },
  };
}
