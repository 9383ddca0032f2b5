import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishableWorkspaces, readText, root, type Workspace } from './workspaces.ts';

const run = promisify(execFile);

interface PackedFile {
  readonly name: string;
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

interface ExportedNames {
  readonly values: readonly string[];
  readonly types: readonly string[];
}

/** The names that a package's `src/index.ts` exports, read from its syntax. */
function exportedNames({ path }: Workspace): ExportedNames {
  const file = ts.createSourceFile('index.ts', readText(`${path}/src/index.ts`), ts.ScriptTarget.ES2023, true);
  const values: string[] = [];
  const types: string[] = [];
  for (const statement of file.statements) {
    if (!ts.isExportDeclaration(statement) || !statement.exportClause) continue;
    if (!ts.isNamedExports(statement.exportClause)) throw new Error(`${path}: export every name by itself`);
    for (const element of statement.exportClause.elements) {
      (statement.isTypeOnly || element.isTypeOnly ? types : values).push(element.name.text);
    }
  }
  return { values: values.sort(), types: types.sort() };
}

const bin = (name: string): string => join(root, 'node_modules/.bin', name);
const publishable = publishableWorkspaces();
const packages = publishable.filter(({ kind }) => kind === 'packages');
const programs = publishable.filter(({ manifest }) => manifest.bin !== undefined);

let folder: string;
let packed: ReadonlyMap<string, PackedFile>;

/** The tarball that npm would publish. */
function tarballOf({ manifest }: Workspace): PackedFile & { readonly path: string } {
  const file = packed.get(manifest.name);
  if (file === undefined) throw new Error(`${manifest.name} was not packed`);
  return { ...file, path: join(folder, file.filename) };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drayage-packages-'));
  const names = publishable.flatMap(({ manifest }) => ['--workspace', manifest.name]);
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder, ...names], { cwd: root });
  packed = new Map((JSON.parse(stdout) as readonly PackedFile[]).map((file) => [file.name, file]));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe.each(publishable)('the packed $path', (workspace) => {
  it('holds its licence, its README and no test', () => {
    const paths = tarballOf(workspace).files.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'package.json']));
    expect(paths.filter((path) => /\.test\.|\/testing\/|^src\//.test(path))).toEqual([]);
  });

  it('pleases publint', async () => {
    await expect(run(bin('publint'), ['run', tarballOf(workspace).path, '--strict'])).resolves.toBeDefined();
  });
});

describe.each(packages)('the types of the packed $path', (workspace) => {
  it('resolve for every ES module consumer', async () => {
    const arguments_ = [tarballOf(workspace).path, '--profile', 'esm-only', '--format', 'ascii', '--no-color'];
    await expect(run(bin('attw'), arguments_)).resolves.toBeDefined();
  });
});

describe('an empty project with the packed packages installed', () => {
  let consumer: string;

  beforeAll(async () => {
    consumer = join(folder, 'consumer');
    await mkdir(consumer);
    const dependencies = Object.fromEntries(
      publishable.map((workspace) => [workspace.manifest.name, `file:${tarballOf(workspace).path}`]),
    );
    const manifest = { name: 'consumer', version: '1.0.0', private: true, type: 'module', dependencies };
    await writeFile(join(consumer, 'package.json'), JSON.stringify(manifest));
    const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--no-package-lock'];
    await run('npm', ['install', ...quiet], { cwd: consumer });
  });

  it.each(packages)('imports every value of $manifest.name', async (workspace) => {
    const program = `console.log(JSON.stringify(Object.keys(await import('${workspace.manifest.name}')).sort()))`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', program], { cwd: consumer });
    expect(JSON.parse(stdout)).toEqual(exportedNames(workspace).values);
  });

  it('type-checks against every name of every package', async () => {
    const source = packages
      .map((workspace, index) => {
        const { values, types } = exportedNames(workspace);
        const specifier = `'${workspace.manifest.name}'`;
        const typeNames = types.map((name) => `export type { ${name} as T${index}_${name} } from ${specifier};`);
        const valueNames = values.map((name) => `export { ${name} as V${index}_${name} } from ${specifier};`);
        return [`import * as all${index} from ${specifier};`, `void all${index};`, ...typeNames, ...valueNames].join(
          '\n',
        );
      })
      .join('\n');
    const compilerOptions = {
      module: 'nodenext',
      target: 'es2023',
      lib: ['es2023'],
      types: ['node'],
      typeRoots: [join(root, 'node_modules/@types')],
      strict: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
      // The declarations of third parties are not ours to judge; ours are part of the program above.
      skipLibCheck: true,
    };
    await writeFile(join(consumer, 'consumer.ts'), source);
    await writeFile(join(consumer, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['consumer.ts'] }));
    await expect(run(bin('tsc'), ['-p', consumer])).resolves.toBeDefined();
  });

  it.each(programs)('runs the program of $manifest.name', async ({ manifest }) => {
    for (const name of Object.keys(manifest.bin ?? {})) {
      const { stdout } = await run(join(consumer, 'node_modules/.bin', name), ['--help'], { cwd: consumer });
      expect(stdout).toMatch(new RegExp(`^Usage: ${name}\\b`, 'm'));
      const installed = await readFile(join(consumer, 'node_modules', manifest.name, 'package.json'), 'utf8');
      expect(JSON.parse(installed)).toMatchObject({ version: manifest.version });
    }
  });
});
