import { expect, it } from 'vitest';

import { closestName } from './closest-name.js';

it.each([
  ['deletMode', 'deleteMode'],
  ['prot', 'port'],
  ['DELETEMODE', 'deleteMode'],
  ['strem', 'stream'],
  ['q', undefined],
  ['somethingElse', undefined],
])('takes %s for %s', (name, expected) => {
  expect(closestName(name, ['deleteMode', 'port', 'stream'])).toBe(expected);
});
