import { EXTERNAL, MODULE_BANNER } from '../../esbuild.shared.mjs';

/**
 * Zod brings the messages of fifty languages, a quarter of a megabyte. The configuration has its own sentences.
 * @type {import('esbuild').Plugin}
 */
const englishOnly = {
  name: 'english-only',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
      loader: 'js',
    }));
  },
};

/**
 * The SDK tells browsers apart by Bowser, in a function that nothing calls outside of one.
 * @type {import('esbuild').Plugin}
 */
const noBrowsers = {
  name: 'no-browsers',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]node_modules[\\/]bowser[\\/]/ }, () => ({ contents: 'export {};', loader: 'js' }));
  },
};

/**
 * What Nx's esbuild executor does not say itself. `index.mjs` is what every invocation needs; each client of AWS is a
 * chunk that is loaded when something is asked of it. They are in the bundle, and not the runtime's, so that what was
 * tested is what runs.
 */
export default {
  conditions: ['@drayage/source'],
  banner: { js: MODULE_BANNER },
  external: EXTERNAL,
  // The modules of the SDK can be taken apart, its CommonJS cannot.
  mainFields: ['module', 'main'],
  plugins: [englishOnly, noBrowsers],
  splitting: true,
  outExtension: { '.js': '.mjs' },
  chunkNames: 'chunks/[name]-[hash]',
  minify: true,
  legalComments: 'linked',
  logLevel: 'warning',
};
