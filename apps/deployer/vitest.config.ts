import { mergeConfig } from 'vitest/config';
import { shared } from '../../vitest.shared.ts';

/** The first template of a process loads the schemas of all of CloudFormation. */
export default mergeConfig(shared, { test: { testTimeout: 180_000, hookTimeout: 180_000 } });
