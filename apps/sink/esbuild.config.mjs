import { cp, mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/** CommonJS packages in the bundle ask for these, which modules do not have. */
const BANNER = [
  "import { createRequire as __createRequire } from 'node:module';",
  "import { dirname as __dirnameOf } from 'node:path';",
  "import { fileURLToPath as __fileURLToPath } from 'node:url';",
  'const require = __createRequire(import.meta.url);',
  'const __filename = __fileURLToPath(import.meta.url);',
  'const __dirname = __dirnameOf(__filename);',
].join('\n');

const { resolve } = createRequire(import.meta.url);

/**
 * The live page loads the charting library as a file of its own. Nx copies no assets out of `node_modules`.
 * @type {import('esbuild').Plugin}
 */
const copyChartingLibrary = {
  name: 'copy-charting-library',
  setup({ onEnd }) {
    onEnd(async () => {
      const vendor = fileURLToPath(new URL('dist/page/vendor/', import.meta.url));
      await mkdir(vendor, { recursive: true });
      for (const name of ['uPlot.esm.js', 'uPlot.min.css']) await cp(resolve(`uplot/dist/${name}`), `${vendor}${name}`);
    });
  },
};

/**
 * What Nx's esbuild executor does not say itself. The bundle runs on its own, `node main.js`: one module with every
 * package in it, the live page beside it.
 */
export default {
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
  logLevel: 'warning',
  plugins: [copyChartingLibrary],
};
