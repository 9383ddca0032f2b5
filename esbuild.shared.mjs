/** CommonJS packages in a bundle of modules ask for these, which modules do not have. */
export const MODULE_BANNER = [
  "import { createRequire as __createRequire } from 'node:module';",
  "import { dirname as __dirnameOf } from 'node:path';",
  "import { fileURLToPath as __fileURLToPath } from 'node:url';",
  'const require = __createRequire(import.meta.url);',
  'const __filename = __fileURLToPath(import.meta.url);',
  'const __dirname = __dirnameOf(__filename);',
].join('\n');

/** What no bundle holds. */
export const EXTERNAL = [
  // An optional accelerator of `pg`; it does without.
  'pg-native',
  // The embedded database is for trials and twice the size of everything else: found where it is installed.
  '@electric-sql/pglite',
  '@electric-sql/pglite-socket',
];
