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
 * What Nx's esbuild executor does not say itself. `index.mjs` is what every invocation needs; each client of AWS is a
 * chunk that is loaded when something is asked of it. They are in the bundle, and not the runtime's, so that what was
 * tested is what runs.
 */
export default {
  conditions: ['@drayage/source'],
  banner: { js: BANNER },
  external: [
    // An optional accelerator of `pg`; it does without.
    'pg-native',
    // The embedded database is for trials on a machine of one's own: found where it is installed.
    '@electric-sql/pglite',
    '@electric-sql/pglite-socket',
  ],
  // The modules of the SDK can be taken apart, its CommonJS cannot.
  mainFields: ['module', 'main'],
  plugins: [englishOnly],
  splitting: true,
  outExtension: { '.js': '.mjs' },
  chunkNames: 'chunks/[name]-[hash]',
  minify: true,
  legalComments: 'linked',
  logLevel: 'warning',
};
