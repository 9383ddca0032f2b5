import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** The program of `sink-program.main.ts` as one file, which starts in a fraction of a second. */
export interface SinkProgram {
  readonly file: string;
  /** For the files of jobs; gone with `remove`. */
  readonly folder: string;
  remove(): Promise<void>;
}

export async function bundleSinkProgram(): Promise<SinkProgram> {
  const folder = await mkdtemp(join(tmpdir(), 'drayage-stopped-sink-'));
  const file = join(folder, 'sink-program.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('./sink-program.main.ts', import.meta.url))],
    outfile: file,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    conditions: ['@drayage/source'],
    external: ['pg-native', '@electric-sql/pglite', '@electric-sql/pglite-socket'],
    // CommonJS packages in the bundle ask for it, which modules do not have.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: 'error',
  });
  return { file, folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
