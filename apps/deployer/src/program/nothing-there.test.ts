import { expect, it } from 'vitest';
import { EXISTING_SOURCE, specOf } from '../testing/spec.js';
import { nothingThere } from './nothing-there.js';

it('says that a configuration makes nothing in a stage, and only then', async () => {
  const spec = await specOf({ source: EXISTING_SOURCE });
  expect(nothingThere('database', spec)).toContain('There is nothing of stage database');
  expect(JSON.parse(nothingThere('database', spec, 'json') ?? '')).toEqual({
    pipeline: 'shop',
    stage: 'database',
    stacks: [],
  });
  expect(nothingThere('stream', spec, 'table')).toBeUndefined();
  expect(nothingThere(undefined, spec, 'table')).toBeUndefined();
});
