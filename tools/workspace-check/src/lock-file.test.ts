import { describe, expect, it } from 'vitest';
import { readText } from './workspaces.ts';

interface LockFile {
  readonly packages: Readonly<
    Record<
      string,
      {
        readonly version?: string;
        readonly link?: boolean;
        /** It comes inside the package that it lies under, and with that one's hash. */
        readonly inBundle?: boolean;
        readonly resolved?: string;
        readonly integrity?: string;
        readonly optionalDependencies?: Readonly<Record<string, string>>;
      }
    >
  >;
}

/** Where Node looks for what a package at this path imports: inside it, then beside each folder above it. */
function searchFolders(path: string): readonly string[] {
  const above = [...path.matchAll(/node_modules\//g)].map(({ index }) => path.slice(0, index));
  return [`${path}/`, ...above];
}

describe('the lock file', () => {
  const { packages } = JSON.parse(readText('package-lock.json')) as LockFile;
  const installed = Object.entries(packages).filter(([path]) => path.includes('node_modules/'));

  // npm writes only this machine's binaries when others cannot be had, and then `npm ci` refuses the file everywhere.
  it('names the binaries of every platform', () => {
    const missing = installed.flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies)
        .filter((name) => !searchFolders(path).some((folder) => `${folder}node_modules/${name}` in packages))
        .map((name) => `${path} wants ${name}`),
    );
    expect(missing).toEqual([]);
  });

  it('knows what it installs by hash, and from no registry in particular', () => {
    const open = installed.filter(
      ([, { link, inBundle, integrity, resolved = '' }]) =>
        link !== true &&
        inBundle !== true &&
        (integrity === undefined || !/^(https:\/\/registry\.npmjs\.org\/.*)?$/.test(resolved)),
    );
    expect(open.map(([path]) => path)).toEqual([]);
  });
});
