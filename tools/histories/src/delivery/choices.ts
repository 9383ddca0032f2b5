/** Numbers that chance picked, used one after another and again from the first; 0 where there are none. */
export interface Choices {
  /** A number from 0 to `count - 1`. */
  below(count: number): number;
}

export function createChoices(picks: readonly number[]): Choices {
  let at = 0;
  return {
    below: (count) => {
      const pick = picks[at % Math.max(1, picks.length)] ?? 0;
      at += 1;
      return count <= 0 ? 0 : pick % count;
    },
  };
}

/** The number picked for one member of a row of them, whatever becomes of the others; 0 where there are none. */
export function pickAt(picks: readonly number[], index: number): number {
  return picks[index % Math.max(1, picks.length)] ?? 0;
}
