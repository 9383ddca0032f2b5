import type { JsonValue } from '@drayage/record-decoder';

/** A value that a column of the type takes, and the text in which the target gives it back. */
export interface RoundTrip {
  /** As `parseTargetType` reads it. */
  readonly type: string;
  readonly values: readonly (readonly [value: JsonValue, readBack: string | null])[];
}
