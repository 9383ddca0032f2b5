import { shellWord } from '@drayage/doctor';
import { expect, it } from 'vitest';
import { remedyWords } from './remedy-words.js';

it('keeps names in quotes whole, with every blank in them', () => {
  expect(remedyWords('Give it a key: ALTER TABLE "shop"."order  ""line"" items" ADD (…); Then go on.')).toEqual([
    ...['Give', 'it', 'a', 'key:', 'ALTER', 'TABLE', '"shop"."order  ""line"" items"', 'ADD', '(…);'],
    ...['Then', 'go', 'on.'],
  ]);
  expect(remedyWords("DROP `a  b`; ALTER ROLE \"x\" SET a = E'it''s \\\\ b' [--fix]")).toEqual([
    'DROP',
    '`a  b`;',
    'ALTER',
    'ROLE',
    '"x"',
    'SET',
    'a',
    '=',
    "E'it''s \\\\ b'",
    '[--fix]',
  ]);
});

it.each(["shop.it's  items", "shop.two\nlines  of it's  own", 'shop.order  items', "it's", "o'  'x  y"])(
  'keeps %j whole as a word of the shell',
  (name) => {
    const word = shellWord(name);
    expect(remedyWords(`Load it: dray reload ${word} now.`)).toEqual(['Load', 'it:', `dray reload ${word}`, 'now.']);
  },
);

it('does not take an apostrophe for a quote, and shows what would move the cursor', () => {
  expect(remedyWords("The server's \n and the users'\x1b own")).toEqual([
    'The',
    "server's",
    'and',
    'the',
    "users'\\x1b",
    'own',
  ]);
});

it('keeps a command whole that a shell is to run', () => {
  expect(remedyWords("See why; then dray reload 'shop.order items'. Or wait.")).toEqual([
    'See',
    'why;',
    'then',
    "dray reload 'shop.order items'.",
    'Or',
    'wait.',
  ]);
  expect(remedyWords('Or (dray source prepare --replica-identity-full): ALTER')).toEqual([
    'Or',
    '(dray source prepare --replica-identity-full):',
    'ALTER',
  ]);
  expect(remedyWords('dray reload --complete shop.orders --to URL [--fix]')).toEqual([
    'dray reload --complete shop.orders --to URL',
    '[--fix]',
  ]);
  expect(remedyWords(`Add others: aws iam put --name "x" --document '{"a": 1}' [--fix]`)).toEqual([
    'Add',
    'others:',
    `aws iam put --name "x" --document '{"a": 1}'`,
    '[--fix]',
  ]);
});
