import { UsageError } from './usage-error.js';

export interface NumberRule {
  /** As somebody types it: `--limit`. */
  readonly option: string;
  /** The least that is taken. */
  readonly from?: number;
  /** The most that is taken; needs `from`. */
  readonly to?: number;
  readonly remedy: string;
}

/** A whole number in decimal digits; from 1, unless told otherwise. @throws UsageError */
export function parseCount(text: string, { from = 1, ...rule }: NumberRule): number {
  const count = /^\d+$/u.test(text) ? Number(text) : Number.NaN;
  return within(count, { what: 'a whole number', from, ...rule });
}

const UNIT_MS = { seconds: 1_000, minutes: 60_000 } as const;

/** A number of seconds or minutes, which may have a fraction; above 0, unless told otherwise. Answers milliseconds. @throws UsageError */
export function parseDuration(text: string, { unit, ...rule }: NumberRule & { unit: keyof typeof UNIT_MS }): number {
  const amount = /^\d+(?:\.\d+)?$/u.test(text) ? Number(text) : Number.NaN;
  return within(amount, { what: `a number of ${unit}`, ...rule }) * UNIT_MS[unit];
}

function within(value: number, { option, what, from, to, remedy }: NumberRule & { what: string }): number {
  const isEnough = from === undefined ? value > 0 : value >= from;
  if (Number.isFinite(value) && isEnough && value <= (to ?? value)) return value;
  const range = from === undefined ? 'above 0' : `from ${from}${to === undefined ? '' : ` to ${to}`}`;
  throw new UsageError(`${option} is not ${what} ${range}.`, remedy);
}
