import type { JsonValue } from '@drayage/record-decoder';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { makeEncoder, makeJsonEncoder, Refusal } from './encode-value.js';
import { parsePostgresArray } from './parse-postgres-array.js';
import { SIMPLE_KINDS, type TargetType } from './target-type.js';
import { digitsInC, ratioOf } from './testing/digits-in-c.js';
import { exactDecimal } from './testing/exact-decimal.js';

const arbitraryType = fc.letrec<{ type: TargetType }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 2 },
    fc.constantFrom(...SIMPLE_KINDS).map((kind): TargetType => ({ kind })),
    fc.constantFrom<TargetType>(
      { kind: 'numeric', precision: 10, scale: 2 },
      { kind: 'varchar', length: 3 },
      { kind: 'bit', length: 3 },
      { kind: 'float_vector', dimensions: 2 },
      { kind: 'object', policy: 'dynamic' },
      { kind: 'object', policy: 'ignored' },
      { kind: 'other', name: 'byte' },
    ),
    tie('type').map((of): TargetType => ({ kind: 'array', of })),
  ),
})).type;

const SNIPPETS = [
  '{',
  '}',
  '[',
  ']',
  '"',
  '\\',
  ',',
  ':',
  'NULL',
  '1e5',
  '-',
  '.',
  'POINT (',
  '2024-01-01',
  'T00:00:00',
  'Z',
  '0000',
  '\0',
  '\ud800',
  '::',
  '12345678901234567890',
];
const arbitraryValue: fc.Arbitrary<JsonValue> = fc.oneof(
  fc.jsonValue() as fc.Arbitrary<JsonValue>,
  fc.json(),
  fc.bigInt(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.array(fc.constantFrom(...SNIPPETS), { maxLength: 8 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary' }),
);

/** Of every bit pattern alike, so denormals and the largest among them. */
const finiteSingle = fc
  .integer({ min: 0, max: 0xffff_ffff })
  .map((bits) => new Float32Array(Uint32Array.of(bits).buffer)[0] ?? 0)
  .filter((value) => Number.isFinite(value) && !Object.is(value, -0));

/** Ten digits that end in a 5: half of the ninth. */
const halfwaySingle = fc.oneof(
  fc.integer({ min: 100_000 * 16, max: 1_000_000 * 16 }).map((sixteenths) => sixteenths / 16),
  fc.integer({ min: 10_000 * 32, max: 100_000 * 32 }).map((parts) => -parts / 32),
);
/** The last is not 0, which nobody sends: it would be eight. */
const nineDigits = fc.bigInt({ min: 100_000_000n, max: 999_999_999n }).filter((all) => all % 10n !== 0n);
const halfwayDouble = fc.integer({ min: 1e15, max: 2 ** 51 - 1 }).map((whole) => whole + 0.25);

describe.each(['cratedb', 'postgresql'] as const)('on %s', (dialect) => {
  test('any value is encoded or refused, and never throws', () => {
    fc.assert(
      fc.property(arbitraryType, arbitraryValue, (type, value) => {
        const encoded = makeEncoder(type, dialect)(value);
        if (encoded instanceof Refusal) expect(encoded.message).toMatch(/^The [^\0]+\.$/);
        else expect(encoded === null || typeof encoded !== 'object').toBe(true);
      }),
      { numRuns: 5000 },
    );
  });

  test('an encoded document reads the same', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), (json) => {
        const encoded = makeEncoder({ kind: 'object', policy: 'ignored' }, dialect)(json);
        if (typeof encoded === 'string') expect(encoded).toBe(json);
      }),
    );
  });

  test('every double is kept, as a number and with seventeen digits', () => {
    const encode = makeEncoder({ kind: 'double' }, dialect);
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Number(encode(value))).toBe(value);
        const digits = encode(exactDecimal(value.toPrecision(17)));
        expect(Number(digits) === value).toBe(true);
      }),
    );
  });

  test('every single-precision number is kept with nine digits, rounded as in C or as in JavaScript', () => {
    const real = makeEncoder({ kind: 'real' }, dialect);
    const reals = makeEncoder({ kind: 'array', of: { kind: 'real' } }, dialect);
    fc.assert(
      fc.property(fc.oneof(finiteSingle, halfwaySingle), (value) => {
        for (const text of [digitsInC(value, 9), value.toPrecision(9)]) {
          expect(Math.fround(Number(text))).toBe(value);
          expect(real(text)).toBe(text);
          expect(Math.fround(Number(real(Number(text))))).toBe(value);
          expect(reals(`[${text}]`)).not.toBeInstanceOf(Refusal);
        }
      }),
      { numRuns: 5000 },
    );
  });

  test('nine digits that are those of no single-precision number are refused', () => {
    const real = makeEncoder({ kind: 'real' }, dialect);
    fc.assert(
      fc.property(nineDigits, fc.integer({ min: -40, max: 25 }), (all, exponent) => {
        const text = `${all}e${exponent}`;
        const nearest = Math.fround(Number(text));
        // Twice the distance, in units of the ninth digit: at most one of them is half a unit.
        const [numerator, denominator] = ratioOf(nearest, exponent);
        const away = 2n * (numerator - all * denominator);
        const isNearest = away <= denominator && -away <= denominator;
        expect(real(text) instanceof Refusal).toBe(!isNearest);
      }),
      { numRuns: 5000 },
    );
  });

  test('every double is kept with seventeen digits, rounded as in C', () => {
    const encode = makeEncoder({ kind: 'double' }, dialect);
    fc.assert(
      fc.property(fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), halfwayDouble), (value) => {
        const text = digitsInC(value, 17);
        expect(encode(text)).toBe(text);
      }),
    );
  });

  test('a decimal passes exactly where it has no more digits than the column', () => {
    const encode = makeEncoder({ kind: 'numeric', precision: 12, scale: 4 }, dialect);
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }), fc.nat({ max: 6 }), (digits, scale) => {
        const encoded = encode(`${digits}e-${scale}`);
        const fits =
          (digits * 10n ** 4n) % 10n ** BigInt(scale) === 0n &&
          (digits < 0n ? -digits : digits) < 10n ** BigInt(8 + scale);
        expect(encoded instanceof Refusal).toBe(!fits);
      }),
    );
  });
});

const encodeTexts = makeEncoder({ kind: 'array', of: { kind: 'long-text' } }, 'postgresql');

function toTextArray(elements: readonly (string | null)[]): string {
  const text = encodeTexts(elements);
  if (typeof text !== 'string') throw new Error('The array was refused.');
  return text;
}

test('an array of texts reads back from the text of PostgreSQL as it was', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.string({ unit: 'grapheme' }))), (elements) => {
      fc.pre(elements.every((element) => element?.includes('\0') !== true));
      expect(parsePostgresArray(toTextArray(elements))).toEqual(elements);
    }),
  );
});

test('an array of texts is the same JSON from either spelling', () => {
  const encode = makeJsonEncoder({ kind: 'array', of: { kind: 'long-text' } });
  fc.assert(
    fc.property(fc.array(fc.option(fc.string({ unit: 'grapheme' }))), (elements) => {
      fc.pre(elements.every((element) => element?.includes('\0') !== true));
      const json = JSON.stringify(elements);
      expect(encode(json)).toBe(json);
      expect(encode(toTextArray(elements))).toBe(json);
    }),
  );
});
