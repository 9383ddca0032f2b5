import { expect, it } from 'vitest';
import { describeFailure } from './describe-failure.js';
import { UsageError } from './usage-error.js';

it.each([
  ['an error', new Error('The target is gone.'), 'Error: The target is gone.\n'],
  ['a remedy', new UsageError('--to is missing.', 'Give --to.'), 'Error: --to is missing.\nRemedy: Give --to.\n'],
  [
    'a code',
    new UsageError('Two of one name.', 'Leave one out.', 'names-clash'),
    'Error (names-clash): Two of one name.\nRemedy: Leave one out.\n',
  ],
  ['a code that is a number', Object.assign(new Error('No.'), { code: 7, remedy: '' }), 'Error: No.\n'],
  ['what is no error', 'gone', 'Error: gone\n'],
  [
    'foreign text, which moves no cursor,',
    Object.assign(new Error('Table "e\u001B[2Jvil"\nin line 2'), { code: 'x\n\u0007', remedy: 'Drop \u009Bit.' }),
    'Error (x\\x0a\\x07): Table "e\\x1b[2Jvil"\nin line 2\nRemedy: Drop \\x9bit.\n',
  ],
])('says %s', (_what, error, expected) => {
  expect(describeFailure(error)).toBe(expected);
});
