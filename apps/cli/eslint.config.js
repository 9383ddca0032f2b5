import nx from '@nx/eslint-plugin';
import * as jsoncParser from 'jsonc-eslint-parser';
import workspace from '../../eslint.config.js';

/** What the workspace asks for, and one exception: the writer loads these for `pglite:` targets, as its optional peers. */
export default [
  ...workspace,
  {
    files: ['package.json'],
    plugins: { '@nx': nx },
    languageOptions: { parser: jsoncParser },
    rules: {
      '@nx/dependency-checks': [
        'error',
        {
          ignoredDependencies: ['@electric-sql/pglite', '@electric-sql/pglite-socket'],
          ignoredFiles: ['{projectRoot}/**/*.test.ts', '{projectRoot}/src/testing/**', '{projectRoot}/*.config.*'],
        },
      ],
    },
  },
];
