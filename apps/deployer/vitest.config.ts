import { mergeConfig } from 'vitest/config';
import { shared } from '../../vitest.shared.ts';

/**
 * Each process loads the CDK. Its own look over every template, for which it reads the schemas of all of CloudFormation, prints
 * warnings and fails nothing: it takes longer than all else, so that only the file that reviews the templates has it on.
 */
export default mergeConfig(shared, {
  test: { testTimeout: 180_000, hookTimeout: 180_000, env: { CDK_VALIDATION: 'false' } },
});
