import { expect, it } from 'vitest';
import { wrapText } from './wrap-text.js';

it('breaks between words, and never within one', () => {
  expect(wrapText('one two three four', 9, '  ')).toEqual(['one two', '  three', '  four']);
  expect(wrapText('averylongwordindeed', 5, '  ')).toEqual(['averylongwordindeed']);
  expect(wrapText('  remedy: do it now', 13, '    ')).toEqual(['  remedy: do', '    it now']);
});

it('leaves a text alone where there is no terminal', () => {
  expect(wrapText('one two three', undefined, '  ')).toEqual(['one two three']);
});
