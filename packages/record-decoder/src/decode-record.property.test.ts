import fc from 'fast-check';
import { LosslessNumber, parse, stringify } from 'lossless-json';
import { expect, it } from 'vitest';
import { decodeCaptureLine } from './capture/decode-capture-line.js';
import { readCaptureLine } from './capture/read-capture-line.js';
import type { ExactDecimal, JsonObject } from './change-record.js';
import { decodeRecord } from './decode-record.js';
import { describeRecord } from './describe-record.js';
import { isExactDecimal } from './json/exact-number.js';

const position = { stream: 's', shardId: 'shardId-000000000000', sequenceNumber: '1' };
const metadata = '"metadata":{"record-type":"data","operation":"insert","schema-name":"s","table-name":"t"}';

/** Text of JSON numbers of all kinds: long, short, with exponents that stay within what is written out. */
const numberText = fc
  .record({
    sign: fc.constantFrom('', '-'),
    integer: fc.oneof(fc.bigInt({ min: 0n, max: 10n ** 40n }).map(String), fc.nat(20).map(String)),
    fraction: fc.option(fc.stringMatching(/^\d{1,40}$/), { nil: undefined }),
    exponent: fc.option(fc.tuple(fc.constantFrom('e', 'E', 'e+', 'E+', 'e-', 'E-'), fc.integer({ min: 0, max: 330 })), {
      nil: undefined,
    }),
  })
  .map(
    ({ sign, integer, fraction, exponent }) =>
      sign + integer + (fraction ? `.${fraction}` : '') + (exponent ? exponent.join('') : ''),
  );
const doubleText = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value));

/** JSON text with such numbers in it, other text that looks like them, and any keys. */
const jsonText = fc.letrec<{ value: string; list: string; object: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    numberText,
    doubleText,
    fc.oneof(fc.string({ unit: 'binary' }), numberText).map((text) => JSON.stringify(text)),
    fc.constantFrom('null', 'true', 'false'),
    tie('list'),
    tie('object'),
  ),
  list: fc.array(tie('value'), { maxLength: 4 }).map((items) => `[${items.join(', ')}]`),
  object: fc
    .array(
      fc.tuple(fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'kind', 'text', 'a')), tie('value')),
      { maxLength: 5 },
    )
    .map((members) => `{${members.map(([name, value]) => `${JSON.stringify(name)} :${value}`).join(',')}}`),
})).object;

/** A decimal in one notation, so that equal values have equal text: sign, digits without outer zeros, power of ten. */
function normalise(text: string): string {
  const [, sign = '', integer = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const digits = (integer + fraction).replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  const power = Number(exponent) - fraction.length + digits.length - significant.length;
  return significant === '' ? '0' : `${sign}${significant}e${power}`;
}

/** Both sides as text, each number in that notation. */
function normalised(value: unknown): unknown {
  if (value instanceof LosslessNumber) return `#${normalise(value.value)}`;
  if (typeof value === 'number' || typeof value === 'bigint') return `#${normalise(String(value))}`;
  if (isExactDecimal(value) && Object.isFrozen(value)) return `#${normalise(value.text)}`;
  if (Array.isArray(value)) return value.map(normalised);
  if (typeof value !== 'object' || value === null) return typeof value === 'string' ? `"${value}` : value;
  return Object.entries(value).map(([name, member]) => [name, normalised(member)]);
}

function valuesOf(row: string): JsonObject {
  const result = decodeRecord(`{"data":${row},${metadata}}`, position);
  if (!result.ok || result.record.kind !== 'row') throw new Error('a row was expected');
  return result.record.values;
}

/** Doubles whose shortest text is another one: there the value is compared, not the text. */
function isDenormal(text: string): boolean {
  const value = Math.abs(Number(text));
  return value > 0 && value < 2.2250738585072014e-308;
}

it('brings every number of a row through with its value', () => {
  fc.assert(
    fc.property(numberText, (text) => {
      fc.pre(!isDenormal(text));
      const value = valuesOf(`{"a":${text}}`)['a'] as number | bigint | ExactDecimal;
      const written = typeof value === 'object' ? value.text : String(value);
      expect(normalise(written)).toBe(normalise(text));
      if (typeof value === 'bigint') expect(value > 9007199254740991n || value < -9007199254740991n).toBe(true);
    }),
    { numRuns: 3000 },
  );
});

it('brings every double through, as a number unless it is an integer beyond the safe ones', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), (value, long) => {
      const read = valuesOf(
        `{"a":${Object.is(value, -0) ? '-0' : String(value)},"b":${long ? '12345678901234567890' : '1'}}`,
      )['a'];
      expect(Object.is(typeof read === 'bigint' ? Number(read) : read, value)).toBe(true);
    }),
    { numRuns: 3000 },
  );
});

it('agrees with a lossless parser about whole rows', () => {
  fc.assert(
    fc.property(jsonText, (row) => {
      fc.pre(!(row.match(/[\d.]+[eE]-\d+/g) ?? []).some(isDenormal));
      const expected = parse(row, null, { onDuplicateKey: ({ newValue }) => newValue });
      const wrapped = JSON.parse(`{"x":${row}}`) as { x: object };
      fc.pre(typeof Object.getOwnPropertyDescriptor(wrapped.x, '_doc')?.value !== 'object');
      expect(normalised(valuesOf(row))).toEqual(normalised(expected));
    }),
    { numRuns: 2000 },
  );
});

it('agrees with JSON.parse wherever a double is enough', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ maxDepth: 3 })), (row) => {
      const text = JSON.stringify(row);
      expect(JSON.parse(stringify(valuesOf(text)) ?? '')).toEqual(JSON.parse(text));
    }),
    { numRuns: 1000 },
  );
});

it('never throws, whatever the bytes', () => {
  const message = Buffer.from(`{"data":{"a":12345678901234567890,"b":"é"},"kinesis":{"seq_no":"1"},${metadata}}`);
  const damaged = fc
    .tuple(fc.nat(message.length - 1), fc.uint8Array({ maxLength: 4 }), fc.nat(5))
    .map(([at, bytes, skip]) => {
      return Buffer.concat([message.subarray(0, at), bytes, message.subarray(at + skip)]);
    });
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), damaged), (bytes) => {
      const text = Buffer.from(bytes).toString('latin1');
      for (const result of [
        decodeRecord(bytes, position),
        decodeRecord(text, position),
        decodeCaptureLine(text, position),
      ]) {
        if (result.ok) expect(describeRecord(result.record)).not.toContain('\n');
        else expect(['malformed', 'not-dms']).toContain(result.error.code);
      }
      expect(typeof readCaptureLine(text, position).data).toBe('string');
    }),
    { numRuns: 3000 },
  );
});

it('never throws, whatever the JSON', () => {
  const names = fc.constantFrom(
    'record-type',
    'operation',
    'table-name',
    'timestamp',
    'stream-position',
    'transaction-id',
    'table-def',
    'columns',
  );
  const operations = fc.constantFrom(
    'insert',
    'delete',
    'create-table',
    'rename-table',
    'rename-column',
    'drop-column',
    'control',
    'data',
  );
  const anything = fc.object({ key: names, values: [operations, fc.jsonValue(), fc.nat()], maxDepth: 3 });
  const message = fc.record(
    { data: anything, control: anything, metadata: anything, kinesis: anything },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(message, (value) => {
      const result = decodeCaptureLine(JSON.stringify(value), position);
      if (result.ok) expect(describeRecord(result.record)).not.toBe('');
    }),
    { numRuns: 500 },
  );
});
