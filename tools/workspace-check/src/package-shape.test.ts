import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { publishableWorkspaces, readManifest, readText, root, workspaces } from './workspaces.ts';

const all = workspaces();
const publishable = publishableWorkspaces();
const packages = all.filter(({ kind }) => kind === 'packages');
const rootManifest = readManifest('package.json');

describe('every project', () => {
  it.each(all)('$path is an ES module named and tagged after its folder', ({ folder, kind, manifest }) => {
    const type = { apps: 'type:app', packages: 'type:lib', tools: 'type:tool' }[kind];
    expect(manifest.name).toBe(`@drayage/${folder}`);
    expect(manifest.type).toBe('module');
    expect(manifest.license).toBe(rootManifest.license);
    expect(manifest.description).toMatch(/\S.*\.$/);
    expect(manifest.nx?.tags).toEqual(expect.arrayContaining([type, `scope:${folder}`]));
  });

  it('asks for the same version of what several projects use', () => {
    const ranges = new Map<string, Map<string, string[]>>();
    for (const { path, manifest } of [...all, { path: '.', manifest: rootManifest }]) {
      const wanted = Object.entries({ ...manifest.devDependencies, ...manifest.dependencies });
      for (const [name, range] of wanted.filter(([name]) => !name.startsWith('@drayage/'))) {
        const users = ranges.get(name) ?? new Map<string, string[]>();
        users.set(range, [...(users.get(range) ?? []), path]);
        ranges.set(name, users);
      }
    }
    const differing = [...ranges]
      .filter(([, users]) => users.size > 1)
      .map(([name, users]) => ({ name, users: Object.fromEntries(users) }));
    expect(differing).toEqual([]);
  });

  it('is private when it is a tool', () => {
    const published = all.filter(({ kind, manifest }) => kind === 'tools' && manifest.private !== true);
    expect(published.map(({ path }) => path)).toEqual([]);
  });
});

describe('every published project', () => {
  it.each(publishable)('$path says what npm shows', ({ path, manifest }) => {
    expect(manifest.repository).toEqual({
      type: 'git',
      url: 'git+https://github.com/drayage/drayage.git',
      directory: path,
    });
    expect(manifest.engines).toEqual(rootManifest.engines);
    expect(manifest.publishConfig).toEqual({ access: 'public', provenance: true });
    expect(manifest.files).toEqual(expect.arrayContaining(['dist', 'README.md', 'LICENSE']));
  });

  it.each(publishable)('$path carries the licence of the repository', ({ path }) => {
    expect(readText(`${path}/LICENSE`)).toBe(readText('LICENSE'));
  });

  it.each(publishable)('$path has a README under its own name', ({ path, manifest }) => {
    expect(readText(`${path}/README.md`)).toMatch(new RegExp(`^# .*${manifest.name}`));
  });
});

describe('every package', () => {
  it.each(packages)('$path has one entry: sources here, built files outside', ({ manifest }) => {
    expect(manifest.exports).toMatchObject({
      '.': {
        '@drayage/source': './src/index.ts',
        types: './dist/index.d.ts',
        default: './dist/index.js',
      },
      './package.json': './package.json',
    });
    expect(manifest.sideEffects).toBe(false);
  });

  it.each(packages)('$path names each thing that it exports', ({ path }) => {
    expect(readText(`${path}/src/index.ts`)).not.toMatch(/export\s*\*/);
  });

  it.each(packages)('$path has a README of the common shape', ({ path }) => {
    const headings = [...readText(`${path}/README.md`).matchAll(/^## (.+)$/gm)].map((match) => match[1]);
    expect(headings).toEqual(
      expect.arrayContaining(['What it does', 'Smallest example', 'Guarantees', 'What it does not do']),
    );
  });

  it.each(packages)('$path packs only files that exist', ({ path, manifest }) => {
    const missing = (manifest.files ?? []).filter((file) => file !== 'dist' && !existsSync(join(root, path, file)));
    expect(missing).toEqual([]);
  });
});
