import { expect, test } from 'vitest';

import { formatParameter } from './format-parameter.js';

test.each([
  [null, null],
  ['', ''],
  ['NULL', 'NULL'],
  [12, '12'],
  [-0.5, '-0.5'],
  [true, 'true'],
  [[], '{}'],
  [['a', null, '', 'NULL'], '{"a",NULL,"","NULL"}'],
  [['{}', 'a,b', 'say "hi"', 'back\\slash'], '{"{}","a,b","say \\"hi\\"","back\\\\slash"}'],
  [[1, true, '9007199254740993'], '{1,"true","9007199254740993"}'],
  [['line\nend', 'ä😀', 'nul\0'], '{"line\nend","ä😀","nul\0"}'],
] as const)('%j is bound as %j', (parameter, text) => {
  expect(formatParameter(parameter)).toBe(text);
});
