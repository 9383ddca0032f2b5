import { describe, expect, it } from 'vitest';
import { ratioOf, spreadOf } from './spread.ts';

describe('spreadOf', () => {
  it('takes the middle of an odd number of values, whatever their order', () => {
    expect(spreadOf([30, 10, 20])).toEqual({ median: 20, min: 10, max: 30, rounds: 3 });
    expect(spreadOf([100, 9])).toEqual({ median: 54.5, min: 9, max: 100, rounds: 2 });
    expect(spreadOf([7])).toEqual({ median: 7, min: 7, max: 7, rounds: 1 });
  });

  it('leaves the values as they are', () => {
    const values = [3, 1, 2];
    spreadOf(values);
    expect(values).toEqual([3, 1, 2]);
  });

  it('refuses an empty series', () => {
    expect(() => spreadOf([])).toThrow(RangeError);
  });
});

describe('ratioOf', () => {
  it('compares round by round, so that a slow round does not count', () => {
    expect(ratioOf([1, 100, 1], [2, 200, 2])).toEqual({ median: 0.5, min: 0.5, max: 0.5, rounds: 3 });
  });

  it('refuses sides of different length', () => {
    expect(() => ratioOf([1], [1, 2])).toThrow(RangeError);
  });
});
