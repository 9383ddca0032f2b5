import { expect, it } from 'vitest';
import { printable, printableLine } from './printable.js';

it('escapes what moves a cursor, sets a title or colours, and leaves the rest', () => {
  expect(printable('e\u001B[31mvil\u001B]0;x\u0007 \u009B2J\u007F\r ü\tnext\n')).toBe(
    'e\\x1b[31mvil\\x1b]0;x\\x07 \\x9b2J\\x7f\\x0d ü\tnext\n',
  );
  expect(printableLine('a\tb\nc')).toBe('a\\x09b\\x0ac');
});
