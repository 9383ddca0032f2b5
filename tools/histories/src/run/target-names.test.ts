import { expect, it } from 'vitest';
import { sourceName } from './target-names.ts';

it.each([
  ['a%2Eb', 'a.b'],
  ['a%252Eb', 'a%2Eb'],
  ['order%20items', 'order items'],
  ['%F0%9F%98%80', '😀'],
  ['50%', '50%'],
  ['%~', ''],
])('reads %s back', (target, source) => {
  expect(sourceName(target, [])).toBe(source);
});

it('knows a name that was cut by its beginning', () => {
  expect(sourceName('long%20na%~0123456789ab', ['other', 'long name'])).toBe('long name');
});
