import type { JsonValue } from '@drayage/record-decoder';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { makeEncoder, makeJsonEncoder, Refusal } from './encode-value.js';
import { parsePostgresArray } from './parse-postgres-array.js';
import { SIMPLE_KINDS, type TargetType } from './target-type.js';
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

  test('every single-precision number is kept with nine digits', () => {
    const encode = makeEncoder({ kind: 'real' }, dialect);
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Math.fround(Number(encode(value.toPrecision(9)))) === value).toBe(true);
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
