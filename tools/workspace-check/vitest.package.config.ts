import { defineConfig } from 'vitest/config';

/** Checks of what the builds leave behind: the packed packages and the image's layout. Needs every `build` to have run. */
export default defineConfig({
  test: {
    include: ['src/**/*.package.test.ts'],
    environment: 'node',
    testTimeout: 120_000,
    hookTimeout: 300_000,
    pool: 'forks',
    maxWorkers: 2,
    allowOnly: false,
    reporters: ['default', ['json', { outputFile: 'test-output/package-report.json' }]],
  },
});
