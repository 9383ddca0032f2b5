import type { JsonValue } from '@drayage/record-decoder';

import type { ScalarParameter } from '../statement.js';

export type RefusalCode = 'value-out-of-range' | 'value-not-castable' | 'value-too-long';

/**
 * Why a value cannot be written to a column. The message is a sentence and never holds the value, so the same instance
 * serves all values that are refused alike.
 */
export class Refusal {
  readonly code: RefusalCode;
  readonly message: string;

  constructor(code: RefusalCode, message: string) {
    this.code = code;
    this.message = message;
  }
}

/** Checks a value and turns it into what a statement binds; refuses what the target would refuse, drop or change. */
export type Encoder = (value: JsonValue) => ScalarParameter | Refusal;

export function outOfRange(message: string): Refusal {
  return new Refusal('value-out-of-range', message);
}

export function notCastable(message: string): Refusal {
  return new Refusal('value-not-castable', message);
}

export function tooLong(message: string): Refusal {
  return new Refusal('value-too-long', message);
}
