import type { TargetType } from '../types/target-type.js';

/** Stands for a source type where a definition was read off the target: the column's own type is all that is known. */
export const EXISTING_TYPE = 'EXISTING';

export interface ExistingColumn {
  /** Name as it stands in the target. */
  readonly name: string;
  readonly type: TargetType;
  /** Universal layout: the object the column is an element of. */
  readonly place: 'column' | 'pk' | 'data' | 'aux';
}

/** A table as the target's own catalogue tells it. */
export interface ExistingTable {
  readonly layout: 'direct' | 'universal';
  readonly columns: readonly ExistingColumn[];
  /** Target names of the key columns in key order; in the universal layout, elements of `pk`. */
  readonly primaryKey: readonly string[];
}
