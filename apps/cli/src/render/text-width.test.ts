import { expect, it } from 'vitest';
import { padLeft, padRight, takeWidth, textWidth } from './text-width.js';

it.each([
  ['', 0],
  ['shop.orders', 11],
  ['s.注文テーブル', 14],
  ['한국어', 6],
  ['ｆｕｌｌ', 8],
  ['ﾊﾝｶｸ', 4],
  ['Zoë', 3],
  ['Zoe\u0308', 3],
  ['👍', 2],
  ['👨‍👩‍👧', 2],
  ['…·█░', 4],
  ['a\u200Bb', 2],
])('%j takes %i columns', (text, width) => {
  expect(textWidth(text)).toBe(width);
});

it('takes whole characters, and no more than fit', () => {
  expect(['注文', 'a注', '👨‍👩‍👧x', 'orders'].map((text) => takeWidth(text, 2))).toEqual(['注', 'a', '👨‍👩‍👧', 'or']);
  expect([padRight('注', 3), padLeft('注', 3), padLeft('wide', 2)]).toEqual(['注 ', ' 注', 'wide']);
});
