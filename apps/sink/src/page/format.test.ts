import { expect, it } from 'vitest';

import { formatAgo, formatCount, formatPosition, formatRate, formatSpan } from './format.js';

it.each([
  [0, '0 s'],
  [420, '0.4 s'],
  [59_999, '59 s'],
  [61_000, '1:01 min'],
  [3_600_000, '1:00 h'],
  [259_200_000, '3 days'],
])('shows %i ms as %s', (ms, text) => {
  expect(formatSpan(ms).join(' ')).toBe(text);
});

it('shows counts in full up to a million, and rates below ten with a decimal', () => {
  expect([formatCount(999_999), formatCount(12_345_678), formatRate(0), formatRate(0.25), formatRate(1_234.5)]).toEqual(
    ['999,999', '12.3M', '0', '0.3', '1,235'],
  );
});

it('tells how long ago something was', () => {
  const now = 1_000_000_000;
  expect([1_000, 42_000, 180_000, 7_200_000, 259_200_000].map((ms) => formatAgo(now - ms, now))).toEqual([
    'just now',
    '42 s ago',
    '3 min ago',
    '2 h ago',
    '3 days ago',
  ]);
});

it('shows the end of a sequence number, which is the part that changes', () => {
  expect(formatPosition('49590338271490256608559692538361571095921575989136588898')).toBe('…989136588898');
});
