import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseSourcePosition } from './parse-source-position.js';

const uint32 = fc.oneof(fc.bigInt({ min: 0n, max: 0xffffffffn }), fc.bigInt({ min: 0n, max: 20n }));
const uint64 = fc.oneof(fc.bigInt({ min: 0n, max: 0xffffffffffffffffn }), fc.bigInt({ min: 0n, max: 20n }));

interface Placed {
  readonly numbers: readonly bigint[];
  readonly key: string;
}

function place(numbers: readonly bigint[], text: string, recordId: bigint): Placed {
  const position = parseSourcePosition(text, String(recordId));
  if (!position.comparable) throw new Error(`${text} is not comparable`);
  return { numbers: [...numbers, recordId], key: position.sortKey };
}

const postgresql = fc
  .tuple(uint32, uint32, uint64, uint32, uint32, uint64, fc.constantFrom(0, 8), fc.boolean())
  .map(([high, low, count, high2, low2, recordId, width, upper]) => {
    const hex = (value: bigint) => value.toString(16).padStart(width, '0');
    const text = `${hex(high)}/${hex(low)}.${count}.${hex(high2)}/${hex(low2)}`;
    return place([high, low, count, high2, low2], upper ? text.toUpperCase() : text, recordId);
  });

const mysql = fc
  .tuple(
    uint32,
    uint64,
    fc.array(uint64, { minLength: 5, maxLength: 5 }),
    uint64,
    fc.constantFrom(0, 6),
    fc.constantFrom('mysql-bin', 'binlog'),
  )
  .map(([file, offset, extras, recordId, width, log]) => {
    const text = `${log}.${String(file).padStart(width, '0')}:${offset}:${extras.join(':')}`;
    return place([file, offset, ...extras], text, recordId);
  });

function compareNumbers(a: Placed, b: Placed): number {
  const index = a.numbers.findIndex((number, at) => number !== b.numbers[at]);
  return index < 0 ? 0 : a.numbers[index]! < b.numbers[index]! ? -1 : 1;
}

function compareKeys(a: Placed, b: Placed): number {
  return a.key === b.key ? 0 : a.key < b.key ? -1 : 1;
}

it.each([
  ['PostgreSQL', postgresql],
  ['MySQL', mysql],
])('orders keys of %s as text the way their numbers are ordered', (_name, position) => {
  fc.assert(
    fc.property(position, position, (a, b) => {
      expect(compareKeys(a, b)).toBe(compareNumbers(a, b));
      expect(a.key).toHaveLength(b.key.length);
    }),
    { numRuns: 2000 },
  );
});

it('never throws, and keeps the text', () => {
  const near = fc.stringMatching(/^[\w.-]{0,12}[/:.][\w./:-]{0,40}$/);
  fc.assert(
    fc.property(fc.oneof(fc.string(), near), fc.option(fc.string(), { nil: undefined }), (text, recordId) => {
      expect(parseSourcePosition(text, recordId).text).toBe(text);
    }),
    { numRuns: 2000 },
  );
});
