import { expect, it } from 'vitest';

import { createThroughputHistory } from './throughput-history.js';

const START = 1_700_000_000_000;

function history() {
  let now = START;
  const made = createThroughputHistory(() => now);
  return {
    ...made,
    at: (seconds: number) => {
      now = START + seconds * 1_000;
      return made;
    },
  };
}

it('averages the last ten whole seconds, fewer at the beginning', () => {
  const { at } = history();
  at(0).add({ records: 40, rows: 20 });
  expect(at(2).rates()).toEqual({ recordsPerSecond: 20, rowsPerSecond: 10 });
  expect(at(10).rates()).toEqual({ recordsPerSecond: 4, rowsPerSecond: 2 });
  expect(at(11).rates()).toEqual({ recordsPerSecond: 0, rowsPerSecond: 0 });
});

it('sums by five seconds, keeps the greatest lag, and shows quiet times as zero', () => {
  const { at } = history();
  at(1).add({ records: 10, rows: 5 });
  at(2).noteLag(300);
  at(4).noteLag(100);
  at(12).add({ records: 50, rows: 50 });
  expect(at(15).samples()).toEqual({
    intervalMs: 5_000,
    times: [START + 5_000, START + 10_000, START + 15_000],
    recordsPerSecond: [2, 0, 10],
    rowsPerSecond: [1, 0, 10],
    lagMs: [300, null, null],
  });
});

it('keeps the last hour and forgets what is older', () => {
  const { at } = history();
  at(0).add({ records: 5, rows: 5 });
  at(4_000).add({ records: 5, rows: 5 });
  const { times, rowsPerSecond } = at(4_005).samples();
  expect(times.length).toBeLessThanOrEqual(720);
  expect(rowsPerSecond.filter((rate) => rate > 0)).toEqual([1]);
  expect(rowsPerSecond.at(-1)).toBe(1);
});
