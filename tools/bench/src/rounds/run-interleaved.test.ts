import { describe, expect, it } from 'vitest';
import { rotated, runInterleaved } from './run-interleaved.ts';

describe('runInterleaved', () => {
  it('runs each contender once a round, each round beginning with another', async () => {
    const order: string[] = [];
    const note = (name: string) => (round: number) => Promise.resolve(order.push(`${name}${round}`));
    await runInterleaved({ a: note('a'), b: note('b'), c: note('c') }, { count: 4, warmUps: 0 });
    expect(order).toEqual(['a0', 'b0', 'c0', 'b1', 'c1', 'a1', 'c2', 'a2', 'b2', 'a3', 'b3', 'c3']);
  });

  it('answers the seconds by contender in the order of the rounds, warm-ups left out', async () => {
    const seconds = await runInterleaved(
      { a: (round) => Promise.resolve(round), b: (round) => Promise.resolve(10 * round) },
      { count: 3, warmUps: 2 },
    );
    expect(seconds).toEqual({ a: [2, 3, 4], b: [20, 30, 40] });
  });

  it('never runs two at once', async () => {
    let running = 0;
    let most = 0;
    const work = async (): Promise<number> => {
      most = Math.max(most, (running += 1));
      await new Promise(setImmediate);
      running -= 1;
      return 0;
    };
    await runInterleaved({ a: work, b: work }, { count: 2, warmUps: 1 });
    expect(most).toBe(1);
  });

  it('stops at a contender that fails', async () => {
    const failing = { a: () => Promise.reject(new Error('lost')), b: () => Promise.resolve(1) };
    await expect(runInterleaved(failing, { count: 1, warmUps: 0 })).rejects.toThrow('lost');
  });
});

describe('rotated', () => {
  it('begins at the given place, round and round', () => {
    expect([0, 1, 2, 3, 7].map((by) => rotated(['a', 'b', 'c'], by).join(''))).toEqual([
      'abc',
      'bca',
      'cab',
      'abc',
      'bca',
    ]);
    expect(rotated([], 3)).toEqual([]);
  });
});
