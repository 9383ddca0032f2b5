import { expect, it } from 'vitest';
import { SourceObjectsError } from './open-ports.js';

it.each([
  ['destroy', true, 'The owner drops it. Or run the same command with --keep-source-objects'],
  ['deploy', false, 'The owner drops it. Or run the same command with --no-prepare'],
])('source objects that cannot be dropped name the way out that dray %s has', (_command, audit, remedy) => {
  const cause = Object.assign(new Error('must be owner'), { code: 'not-owner', remedy: 'The owner drops it.' });
  const error = new SourceObjectsError(cause, { audit });
  expect(error).toMatchObject({ code: 'not-owner', message: 'must be owner' });
  expect(error.remedy.startsWith(remedy)).toBe(true);
  expect(new SourceObjectsError('no', { audit }).code).toBe('source-objects');
});
