import { cp, mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

import { EXTERNAL, MODULE_BANNER } from '../../esbuild.shared.mjs';

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
  banner: { js: MODULE_BANNER },
  external: EXTERNAL,
  sourcemap: true,
  sourcesContent: false,
  legalComments: 'linked',
  logLevel: 'warning',
  plugins: [copyChartingLibrary],
};
