/** A number written with all its digits, for `NUMERIC` columns. A class, so that no row can be taken for one. */
export class Decimal {
  constructor(readonly text: string) {}
}

/**
 * A column's value in the source database. `INT64` is `bigint`; timestamps, dates, UUIDs and JSON are the text that
 * DMS sends for them.
 */
export type SourceValue = null | boolean | number | bigint | string | Decimal;

/** A row of the source database, every column present. */
export type SourceRow = Readonly<Record<string, SourceValue>>;

/** A decimal number of `unscaled` × 10^-`scale`, for example `decimal(1250, 2)` for 12.50. */
export function decimal(unscaled: number, scale: number): Decimal {
  const digits = String(Math.abs(unscaled)).padStart(scale + 1, '0');
  const sign = unscaled < 0 ? '-' : '';
  return new Decimal(`${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`);
}
