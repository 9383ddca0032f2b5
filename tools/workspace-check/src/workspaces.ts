import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The fields of a `package.json` that the checks of this project read. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly description?: string;
  readonly license?: string;
  readonly type?: string;
  readonly repository?: { readonly type: string; readonly url: string; readonly directory?: string };
  readonly engines?: { readonly node?: string };
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly files?: readonly string[];
  readonly sideEffects?: boolean;
  readonly publishConfig?: { readonly access?: string; readonly provenance?: boolean };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly nx?: { readonly tags?: readonly string[]; readonly targets?: Readonly<Record<string, unknown>> };
}

/** One project of the monorepo. */
export interface Workspace {
  readonly kind: 'apps' | 'packages' | 'tools';
  /** The name of its folder, which is also its `scope:` tag. */
  readonly folder: string;
  /** Its path from the root, with forward slashes. */
  readonly path: string;
  readonly manifest: Manifest;
}

/** The absolute path of the repository's root, without a slash at its end. */
export const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/[\\/]$/, '');

/** Reads a file by its path from the root. */
export function readText(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** Paths from the root of all files that are, or would be, committed. */
export function repositoryFiles(): readonly string[] {
  return execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
    .split('\0')
    .filter((path) => path !== '' && existsSync(join(root, path)));
}

/** Reads a `package.json` by its path from the root. */
export function readManifest(path: string): Manifest {
  return JSON.parse(readText(path)) as Manifest;
}

/** All projects, sorted by path. */
export function workspaces(): readonly Workspace[] {
  const kinds = ['apps', 'packages', 'tools'] as const;
  return kinds.flatMap((kind) =>
    readdirSync(join(root, kind))
      .filter((folder) => existsSync(join(root, kind, folder, 'package.json')))
      .sort()
      .map((folder) => {
        const path = `${kind}/${folder}`;
        return { kind, folder, path, manifest: readManifest(`${path}/package.json`) };
      }),
  );
}

/** The projects that npm gets: those not marked private. */
export function publishableWorkspaces(): readonly Workspace[] {
  return workspaces().filter(({ manifest }) => manifest.private !== true);
}
