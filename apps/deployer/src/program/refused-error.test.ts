import { expect, it } from 'vitest';
import { RefusedError } from './refused-error.js';

it('tells every reason, and each way on once', () => {
  const error = RefusedError.ofRefusals([
    { kind: 'stack-state', stackName: 'shop-sink', status: 'UPDATE_ROLLBACK_FAILED' },
    { kind: 'load-runs' },
    { kind: 'load-runs' },
  ]);
  expect(error.code).toBe('stack-state');
  expect(error.message).toMatch(
    /^Nothing was changed\.\n {2}shop-sink is UPDATE_ROLLBACK_FAILED:.*\n {2}AWS DMS changes/u,
  );
  expect(error.remedy.split('\n')).toHaveLength(2);
  expect(error.remedy).toContain('dray stack rollback --stack shop-sink');
});
