import { cp, mkdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

const project = dirname(fileURLToPath(import.meta.url));
const { resolve } = createRequire(import.meta.url);

/** CommonJS packages in the bundle ask for these, which modules do not have. */
const BANNER = [
  "import { createRequire as __createRequire } from 'node:module';",
  "import { dirname as __dirnameOf } from 'node:path';",
  "import { fileURLToPath as __fileURLToPath } from 'node:url';",
  'const require = __createRequire(import.meta.url);',
  'const __filename = __fileURLToPath(import.meta.url);',
  'const __dirname = __dirnameOf(__filename);',
].join('\n');

/**
 * Builds the sink into a folder that runs on its own, `node main.js`: one module with every package in it, the live
 * page beside it.
 * @param {string} outputFolder is emptied first
 */
export async function buildSink(outputFolder) {
  await rm(outputFolder, { recursive: true, force: true });
  await mkdir(join(outputFolder, 'page', 'vendor'), { recursive: true });
  const result = await build({
    absWorkingDir: project,
    entryPoints: ['src/main.ts'],
    outfile: join(outputFolder, 'main.js'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    conditions: ['@drayage/source'],
    banner: { js: BANNER },
    external: [
      // An optional accelerator of `pg`; it does without.
      'pg-native',
      // The embedded database is for trials and twice the size of everything else: found where it is installed.
      '@electric-sql/pglite',
      '@electric-sql/pglite-socket',
    ],
    sourcemap: true,
    sourcesContent: false,
    legalComments: 'linked',
    metafile: true,
    logLevel: 'warning',
  });
  await cp(join(project, 'src/page'), join(outputFolder, 'page'), {
    recursive: true,
    filter: (source) => !/\.(ts|json)$/.test(source),
  });
  await cp(resolve('uplot/dist/uPlot.esm.js'), join(outputFolder, 'page/vendor/uplot.js'));
  await cp(resolve('uplot/dist/uPlot.min.css'), join(outputFolder, 'page/vendor/uplot.css'));
  return result;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildSink(join(project, 'dist'));
}
