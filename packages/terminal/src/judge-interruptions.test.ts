import { expect, it } from 'vitest';
import { judgeInterruptions } from './judge-interruptions.js';

it.each([
  [
    'of a terminal, and of whoever started it',
    [
      ['SIGINT', 0],
      ['SIGINT', 5],
    ],
    ['first', 'echo'],
  ],
  [
    'of another name',
    [
      ['SIGINT', 0],
      ['SIGTERM', 5],
      ['SIGTERM', 400],
    ],
    ['first', 'echo', 'echo'],
  ],
  [
    'of somebody who insists',
    [
      ['SIGINT', 0],
      ['SIGINT', 1_500],
    ],
    ['first', 'again'],
  ],
  [
    'of somebody who insists by another',
    [
      ['SIGINT', 0],
      ['SIGTERM', 3_000],
      ['SIGTERM', 5_000],
    ],
    ['first', 'echo', 'again'],
  ],
  [
    'one after another',
    [
      ['SIGINT', 0],
      ['SIGINT', 600],
      ['SIGINT', 1_200],
    ],
    ['first', 'echo', 'again'],
  ],
] as const)('signals %s are told apart', (_whose, signals, expected) => {
  let now = 0;
  const judge = judgeInterruptions(() => now);
  expect(
    signals.map(([name, at]) => {
      now = at;
      return judge(name);
    }),
  ).toEqual(expected);
});
