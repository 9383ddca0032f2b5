import type { Dialect } from '@drayage/cratedb-writer';

/** What a target does not hold though nothing went wrong. `docs/21-types.md` says so to users; here it is data to the model. */
export interface Limits {
  /** Digits of a second's fraction that a timestamp keeps. */
  readonly fractionDigits: number;
  /** The same for a key column, which is never cut. */
  readonly keyFractionDigits: number;
}

export const LIMITS: Readonly<Record<Dialect, Limits>> = {
  cratedb: { fractionDigits: 3, keyFractionDigits: 6 },
  postgresql: { fractionDigits: 6, keyFractionDigits: 6 },
};
