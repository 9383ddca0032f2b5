/** A finite number over 10^`exponent` as an exact fraction; the denominator is above zero. */
export function ratioOf(value: number, exponent: number): readonly [numerator: bigint, denominator: bigint] {
  let mantissa = value;
  let power = 0;
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    power += 1;
  }
  const tens = 10n ** BigInt(Math.abs(exponent));
  const [numerator, denominator] = [BigInt(mantissa), 2n ** BigInt(power)];
  return exponent < 0 ? [numerator * tens, denominator] : [numerator, denominator * tens];
}

/** What `%.{precision}g` of C makes of a finite number in its usual rounding, half to even, but always with an exponent. */
export function digitsInC(value: number, precision: number): string {
  if (value === 0) return '0';
  const sign = value < 0 ? '-' : '';
  let exponent = Math.floor(Math.log10(Math.abs(value))) - precision + 1;
  for (;;) {
    const digits = roundHalfToEven(...ratioOf(Math.abs(value), exponent));
    if (digits.toString().length === precision) return `${sign}${digits}e${exponent}`;
    exponent += digits.toString().length > precision ? 1 : -1;
  }
}

function roundHalfToEven(numerator: bigint, denominator: bigint): bigint {
  const whole = numerator / denominator;
  const twice = 2n * (numerator % denominator);
  const isUp = twice > denominator || (twice === denominator && whole % 2n === 1n);
  return isUp ? whole + 1n : whole;
}
