import { readdirSync } from 'node:fs';
import nx from '@nx/eslint-plugin';
import * as jsoncParser from 'jsonc-eslint-parser';
import tseslint from 'typescript-eslint';

/**
 * The arrows between the packages: what the sources of each may import. A package that is not named here may import
 * none; `tools/workspace-check` refuses a package without a line. Apps may import every package, and nobody imports an app.
 */
const ARROWS = {
  'record-decoder': [],
  'kinesis-source': [],
  'aws-ops': [],
  doctor: [],
  'source-database': ['doctor'],
  'cratedb-writer': ['record-decoder'],
  pipeline: ['record-decoder', 'cratedb-writer'],
  config: ['cratedb-writer'],
  'sink-shell': [],
  terminal: [],
};

/** Code that decides and never acts: no driver, no SDK, no clock, no chance, no environment. */
const PURE = [
  'packages/record-decoder/src/**/*.ts',
  'packages/doctor/src/**/*.ts',
  'packages/cratedb-writer/src/{names,types,policy,plan,dialect}/**/*.ts',
];

/** What never reaches a published package or a bundle. */
const TESTS = ['**/*.test.ts', '**/src/**/testing/**/*.ts', '**/vitest*.config.ts'];

const ACTING_MODULES = {
  regex:
    '^(pg|pg-[^/]+|@aws-sdk/.+|@smithy/.+|node:(fs|net|tls|dns|https?|http2|child_process|worker_threads|timers)(/.*)?)$',
  message: 'This code only decides: hand the result to an adapter that acts.',
};

const DECODER_VALUES = {
  regex: '^@drayage/record-decoder$',
  allowTypeImports: true,
  message: 'The writer knows the change record as a type only (`import type`).',
};

/** Apps are programs: Nx does not see an import of a package without an entry, so their names are refused as well. */
const APPS = {
  regex: `^@drayage/(${readdirSync(new URL('apps', import.meta.url)).join('|')})(/.*)?$`,
  message: 'Nobody imports an app: run it as a program, or move what both need into a package.',
};

/** @param {{ test: boolean }} where the sources of a project, or its tests, which may use the tools as well */
const moduleBoundaries = ({ test }) => [
  'error',
  {
    allow: ['^\\.\\./\\.\\./vitest\\.shared'],
    depConstraints: [
      ...Object.entries(ARROWS).map(([scope, targets]) => ({
        sourceTag: `scope:${scope}`,
        onlyDependOnLibsWithTags: [...targets.map((target) => `scope:${target}`), ...(test ? ['type:tool'] : [])],
      })),
      { sourceTag: 'layer:core', bannedExternalImports: ['pg', 'pg-*', '@aws-sdk/*', '@smithy/*'] },
      { sourceTag: 'type:lib', onlyDependOnLibsWithTags: ['type:lib', ...(test ? ['type:tool'] : [])] },
      { sourceTag: 'type:app', onlyDependOnLibsWithTags: ['type:lib', ...(test ? ['type:tool'] : [])] },
      { sourceTag: 'type:tool', onlyDependOnLibsWithTags: ['type:lib', 'type:tool'] },
    ],
  },
];

/** @param {object[]} patterns */
const restrictedImports = (...patterns) => ({
  '@typescript-eslint/no-restricted-imports': ['error', { patterns: [APPS, ...patterns] }],
});

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '**/coverage/**', '**/test-output/**', '**/.nx/**'] },
  ...tseslint.configs.strictTypeChecked.map((config) => ({ ...config, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    plugins: { '@nx': nx },
    languageOptions: { parserOptions: { projectService: true } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      ...restrictedImports(),
      '@nx/enforce-module-boundaries': moduleBoundaries({ test: false }),
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  {
    files: ['packages/cratedb-writer/src/**/*.ts'],
    rules: restrictedImports(DECODER_VALUES),
  },
  {
    files: PURE,
    rules: {
      ...restrictedImports(DECODER_VALUES, ACTING_MODULES),
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Time is a parameter.' },
        { object: 'performance', property: 'now', message: 'Time is a parameter.' },
        { object: 'Math', property: 'random', message: 'Chance is a parameter.' },
        { object: 'process', property: 'env', message: 'The environment is a parameter.' },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Time is a parameter.' },
      ],
    },
  },
  {
    files: TESTS,
    rules: {
      ...restrictedImports(),
      '@nx/enforce-module-boundaries': moduleBoundaries({ test: true }),
      '@typescript-eslint/no-non-null-assertion': 'off',
      'no-restricted-properties': 'off',
      'no-restricted-syntax': 'off',
    },
  },
  {
    files: ['packages/*/package.json', 'apps/*/package.json', 'tools/*/package.json'],
    plugins: { '@nx': nx },
    languageOptions: { parser: jsoncParser },
    rules: {
      '@nx/dependency-checks': [
        'error',
        {
          ignoredFiles: [
            '{projectRoot}/**/*.test.ts',
            '{projectRoot}/src/**/testing/**',
            '{projectRoot}/vitest*.config.ts',
            '{projectRoot}/*.mjs',
            '{projectRoot}/scripts/**',
          ],
          // The writer loads them where the target is PGlite, as its optional peers: whoever opens targets has to have them.
          ignoredDependencies: ['@electric-sql/pglite', '@electric-sql/pglite-socket'],
        },
      ],
    },
  },
);
