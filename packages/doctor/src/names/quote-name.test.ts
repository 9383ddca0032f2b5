import { expect, it } from 'vitest';
import { quoteName, quoteTable } from './quote-name.js';

it('quotes what a name may hold', () => {
  expect(quoteTable('postgresql', { schema: 'shop', name: 'a "b"  c\\d' })).toBe('"shop"."a ""b""  c\\d"');
  expect(quoteTable('mysql', { schema: 'shop', name: 'a `b`  c\\d' })).toBe('`shop`.`a ``b``  c\\d`');
});

it('writes a line break of a name as an escape, so that the statement can be copied from a terminal', () => {
  expect(quoteName('postgresql', 'two\nlines\\ "x"')).toBe('U&"two\\000alines\\\\ ""x"""');
});
