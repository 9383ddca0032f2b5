import { describe, expect, it } from 'vitest';
import { nextPosition, rowChange } from '../testing/change-factories.js';
import { keyText, laneOf, syntheticKey } from './row-key.js';

describe('keyText', () => {
  it('tells keys apart, and a number from no text of it', () => {
    expect(keyText([1])).toBe('1');
    expect(keyText(['a,b'])).toBe('a,b');
    expect(keyText([1, 'b'])).toBe('["1","b"]');
    expect(new Set([keyText(['a', 'b']), keyText(['a,b']), keyText(['a"', 'b']), keyText(['a', '"b'])]).size).toBe(4);
  });

  it('hashes what would not fit an indexed column', () => {
    const [one, other] = [keyText(['x'.repeat(2_000)]), keyText([`${'x'.repeat(2_000)}y`])];
    expect(one).toMatch(/^sha256:[0-9a-f]{64}$/u);
    expect(one).not.toBe(other);
  });
});

describe('syntheticKey', () => {
  it('is the position at the source where it compares and stands for one row, else the one in the stream', () => {
    const position = nextPosition();
    const sourcePosition = { comparable: true, engine: 'mysql', sortKey: '001', text: 'x' } as const;
    expect(syntheticKey(rowChange({ position, sourcePosition, transaction: { transactionRecordId: '7' } }))).toBe(
      'mysql:001',
    );
    expect(syntheticKey(rowChange({ position, sourcePosition }))).toBe(syntheticKey(rowChange({ position })));
    const key = syntheticKey(rowChange({ position, sourcePosition: { comparable: false, text: 'x' } }));
    expect(key).toMatch(new RegExp(`^[0-9a-f]{12}:${position.shardId}:${position.sequenceNumber}$`, 'u'));
    expect(syntheticKey(rowChange({ position: { ...position, stream: 'other' } }))).not.toBe(key);
  });
});

describe('laneOf', () => {
  it('gives a key the same lane each time, and uses all of them', () => {
    const keys = Array.from({ length: 200 }, (_, index) => `key-${index}`);
    const lanes = keys.map((key) => laneOf(key, 4));
    expect(keys.map((key) => laneOf(key, 4))).toEqual(lanes);
    expect(new Set(lanes)).toEqual(new Set([0, 1, 2, 3]));
    expect(keys.map((key) => laneOf(key, 1))).toEqual(keys.map(() => 0));
  });
});
