import { join } from 'node:path';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';
import { root, workspaces } from './workspaces.ts';

/** Rules that keep a border; the rest of the lint is not this test's business. */
const BORDER_RULES = [
  '@nx/enforce-module-boundaries',
  '@typescript-eslint/no-restricted-imports',
  'no-restricted-properties',
  'no-restricted-syntax',
];

// The files below exist in this test only, so the rules that need a TypeScript program are off.
const eslint = new ESLint({
  cwd: root,
  overrideConfig: [
    { files: ['**/*.ts'], ...tseslint.configs.disableTypeChecked },
    { files: ['**/*.ts'], languageOptions: { parserOptions: { projectService: false } } },
  ],
});

/** What the repository's lint says about the borders of a file with this content. */
async function borderComplaints(path: string, source: string): Promise<readonly string[]> {
  const [result] = await eslint.lintText(source, { filePath: join(root, path) });
  const fatal = result?.messages.filter((message) => message.fatal === true) ?? [];
  if (result === undefined || fatal.length > 0) throw new Error(`${path} was not linted: ${JSON.stringify(fatal)}`);
  return result.messages
    .filter((message) => message.ruleId !== null && BORDER_RULES.includes(message.ruleId))
    .map((message) => message.message);
}

interface Border {
  readonly title: string;
  readonly path: string;
  readonly source: string;
}

const importOf = (specifier: string): string => `import * as it from '${specifier}';\nexport { it };\n`;
const typeImportOf = (specifier: string): string => `import type { It } from '${specifier}';\nexport type { It };\n`;

const REFUSED: readonly Border[] = [
  {
    title: 'the decoder imports the writer',
    path: 'packages/record-decoder/src/virtual.ts',
    source: importOf('@drayage/cratedb-writer'),
  },
  {
    title: 'the decoder imports an SDK',
    path: 'packages/record-decoder/src/virtual.ts',
    source: importOf('@aws-sdk/client-kinesis'),
  },
  {
    title: 'the decoder reads the clock',
    path: 'packages/record-decoder/src/virtual.ts',
    source: 'export const now = new Date();\nexport const later = Date.now();\n',
  },
  {
    title: "the writer's plan imports the driver",
    path: 'packages/cratedb-writer/src/plan/virtual.ts',
    source: importOf('pg'),
  },
  {
    title: "the writer's plan opens a socket",
    path: 'packages/cratedb-writer/src/plan/virtual.ts',
    source: importOf('node:net'),
  },
  {
    title: 'the writer imports a value of the decoder',
    path: 'packages/cratedb-writer/src/client/virtual.ts',
    source: importOf('@drayage/record-decoder'),
  },
  {
    title: 'the writer imports the pipeline',
    path: 'packages/cratedb-writer/src/virtual.ts',
    source: importOf('@drayage/pipeline'),
  },
  {
    title: 'the Kinesis source imports the writer',
    path: 'packages/kinesis-source/src/virtual.ts',
    source: importOf('@drayage/cratedb-writer'),
  },
  {
    title: 'the Kinesis source imports a type of the decoder',
    path: 'packages/kinesis-source/src/virtual.ts',
    source: typeImportOf('@drayage/record-decoder'),
  },
  {
    title: 'the pipeline imports the Kinesis source',
    path: 'packages/pipeline/src/virtual.ts',
    source: importOf('@drayage/kinesis-source'),
  },
  {
    title: 'an app imports an app',
    path: 'apps/cli/src/virtual.ts',
    source: importOf('@drayage/sink'),
  },
  {
    title: 'an app imports an app by a relative path',
    path: 'apps/cli/src/virtual.ts',
    source: importOf('../../sink/src/main.js'),
  },
  {
    title: 'a package imports an app',
    path: 'packages/pipeline/src/virtual.ts',
    source: importOf('@drayage/sink'),
  },
  {
    title: 'a package imports a tool outside its tests',
    path: 'packages/cratedb-writer/src/virtual.ts',
    source: importOf('@drayage/testing'),
  },
  {
    title: 'an app imports a tool outside its tests',
    path: 'apps/sink/src/virtual.ts',
    source: importOf('@drayage/testing'),
  },
];

const ALLOWED: readonly Border[] = [
  {
    title: 'the writer imports a type of the decoder',
    path: 'packages/cratedb-writer/src/plan/virtual.ts',
    source: typeImportOf('@drayage/record-decoder'),
  },
  {
    title: "the writer's client imports the driver",
    path: 'packages/cratedb-writer/src/client/virtual.ts',
    source: importOf('pg'),
  },
  {
    title: 'the pipeline imports the decoder and the writer',
    path: 'packages/pipeline/src/virtual.ts',
    source: `${importOf('@drayage/record-decoder')}${typeImportOf('@drayage/cratedb-writer')}`,
  },
  {
    title: 'an app imports a package',
    path: 'apps/sink/src/virtual.ts',
    source: importOf('@drayage/pipeline'),
  },
  {
    title: 'a test of a package imports a tool',
    path: 'packages/cratedb-writer/src/virtual.test.ts',
    source: importOf('@drayage/testing'),
  },
  {
    title: 'a tool imports a package',
    path: 'tools/bench/src/virtual.ts',
    source: importOf('@drayage/cratedb-writer'),
  },
];

describe('module borders', () => {
  it.each(REFUSED)('refuses that $title', async ({ path, source }) => {
    expect(await borderComplaints(path, source)).not.toEqual([]);
  });

  it.each(ALLOWED)('allows that $title', async ({ path, source }) => {
    expect(await borderComplaints(path, source)).toEqual([]);
  });

  it('has an arrow line for every package', async () => {
    const config = (await eslint.calculateConfigForFile(join(root, 'packages/virtual.ts'))) as {
      rules: Record<string, [unknown, { depConstraints: { sourceTag: string }[] }]>;
    };
    const sources = config.rules['@nx/enforce-module-boundaries']?.[1].depConstraints.map(({ sourceTag }) => sourceTag);
    const packages = workspaces().filter(({ kind }) => kind === 'packages');
    expect(sources).toEqual(expect.arrayContaining(packages.map(({ folder }) => `scope:${folder}`)));
  });
});
