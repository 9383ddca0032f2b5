import { expect, it } from 'vitest';
import { shellWord } from './shell-word.js';

it.each([
  ['shop.orders', 'shop.orders'],
  ['shop.Bestellungen_2024-ä', 'shop.Bestellungen_2024-ä'],
  ['shop.order items', "'shop.order items'"],
  ['shop.$(rm -rf .)', "'shop.$(rm -rf .)'"],
  ['shop.`x`"y"', '\'shop.`x`"y"\''],
  ["shop.it's", "'shop.it'\\''s'"],
  ["shop.two\nlines\\ of 'it'", "$'shop.two\\u000alines\\\\ of \\'it\\''"],
  ['=ls', "'=ls'"],
  ['shop.a=b', 'shop.a=b'],
  ['', "''"],
])('makes %j one word', (name, word) => {
  expect(shellWord(name)).toBe(word);
});
