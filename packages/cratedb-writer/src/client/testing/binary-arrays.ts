import fc from 'fast-check';
import { expect } from 'vitest';

import type { ScalarParameter } from '../../statement.js';
import { Refusal, makeEncoder } from '../../types/encode-value.js';
import type { TargetType } from '../../types/target-type.js';
import { unnestColumn } from '../../types/unnest-column.js';
import { encodeBinaryArray } from '../encode-binary-array.js';
import type { SinkDatabase } from '../sink-database.js';

const pad = (value: number, width: number): string => String(value).padStart(width, '0');
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme', maxLength: 80 }),
  fc.constantFrom('', 'NULL', '{}', '"', '\\', 'a,b', 'x'.repeat(70), 'ä'.repeat(47), '😀'.repeat(30)),
);
const time = fc
  .tuple(
    fc.oneof(fc.integer({ min: 1, max: 9999 }), fc.integer({ min: 1895, max: 2105 })),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 28 }),
    fc.integer({ min: 0, max: 86_399 }),
    fc.stringMatching(/^(\.\d{1,6})?$/),
  )
  .map(([year, month, day, second, fraction]) => {
    const clock = [Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60]
      .map((part) => pad(part, 2))
      .join(':');
    return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}T${clock}${fraction}Z`;
  });

/** Without -0: as a text JavaScript writes it `0`, and only the binary form keeps its sign. */
const double = fc.double({ noDefaultInfinity: true, noNaN: true }).filter((value) => !Object.is(value, -0));

/** Kinds with a binary form, and values for them. */
const VALUES: readonly (readonly [TargetType, fc.Arbitrary<string | number | bigint | boolean>])[] = [
  [{ kind: 'boolean' }, fc.boolean()],
  [{ kind: 'smallint' }, fc.integer({ min: -32_768, max: 32_767 })],
  [{ kind: 'integer' }, fc.integer()],
  [
    { kind: 'bigint' },
    fc.oneof(fc.maxSafeInteger(), fc.integer(), fc.bigInt({ min: 2n - 2n ** 63n, max: 2n ** 63n - 2n })),
  ],
  [{ kind: 'double' }, fc.oneof(double, fc.integer(), fc.constantFrom(0, 4.9e-324, 1.7976931348623157e308))],
  [{ kind: 'text' }, text],
  [{ kind: 'timestamptz' }, time],
  [{ kind: 'timestamp' }, time],
];

/** Whatever is sent, the database reads the same values from the binary form as from the text form. */
export async function readsBinaryArraysAsTheirTexts(database: SinkDatabase): Promise<void> {
  for (const [type, value] of VALUES) {
    const { arrayType } = unnestColumn(type, database.dialect);
    const encode = makeEncoder(type, database.dialect);
    const read = async (values: readonly ScalarParameter[], arrayTypes?: readonly string[]) => {
      const sql = `SELECT c0 FROM UNNEST($1::${arrayType}) AS u(c0)`;
      return (await database.execute({ sql, parameters: [values], ...(arrayTypes && { arrayTypes }) })).rows;
    };
    const rows = fc.array(fc.option(value, { freq: 10 }), { minLength: 1, maxLength: 60 });
    let binary = 0;
    const property = fc.asyncProperty(rows, async (sent) => {
      const values = sent.map((one) => encode(one)).filter((one): one is ScalarParameter => !(one instanceof Refusal));
      if (encodeBinaryArray(values, arrayType) !== undefined) binary += 1;
      expect(await read(values, [arrayType])).toEqual(await read(values));
    });
    await fc.assert(property, { numRuns: 25 });
    expect(binary, `${type.kind} in binary form`).toBeGreaterThan(0);
  }
}
