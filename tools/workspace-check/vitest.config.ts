import { mergeConfig } from 'vitest/config';
import { shared } from '../../vitest.shared.ts';

/** Checks that read the sources only; those that need built projects are in `vitest.package.config.ts`. */
export default mergeConfig(shared, {
  test: { exclude: ['src/**/*.package.test.ts'], globalSetup: ['src/project-graph.setup.ts'] },
});
