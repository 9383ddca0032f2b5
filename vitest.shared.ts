import { defineConfig } from 'vitest/config';

/** Condition under which workspace packages resolve to their TypeScript sources. */
const conditions = ['@drayage/source', 'node'];

/** The test settings every project shares; a project's `vitest.config.ts` re-exports them. */
export const shared = defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['src/**/*.test.ts'],
    environment: 'node',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
    passWithNoTests: false,
    // An `only` that somebody forgot would switch every other test of its file off.
    allowOnly: false,
    // The report is a cached output of the task: CI counts tests from these files, not from what a terminal shows.
    reporters: ['default', ['json', { outputFile: 'test-output/report.json' }]],
  },
});
