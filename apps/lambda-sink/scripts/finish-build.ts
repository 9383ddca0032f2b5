import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { zipSync, type Zippable } from 'fflate';

/** Lambda reads a module faster the less there is of it; more than this is a mistake. */
const MAX_BUNDLE_BYTES = 1_500_000;
const MEASUREMENTS = 5;
/** The same files make the same zip. */
const FILE_TIME = new Date(2020, 0, 1);

const run = promisify(execFile);
const project = fileURLToPath(new URL('..', import.meta.url));
const dist = join(project, 'dist');
const functionFolder = join(dist, 'function');
const zipFile = join(dist, 'lambda-sink.zip');

/** What runs the bundle on a machine of one's own; not a part of the function. */
async function buildInvoker(): Promise<void> {
  await build({
    entryPoints: [join(project, 'src/invoke.main.ts')],
    outfile: join(dist, 'invoke.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    conditions: ['@drayage/source'],
    mainFields: ['module', 'main'],
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
}

async function filesOf(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

async function writeZip(files: readonly string[]): Promise<void> {
  const contents: Zippable = {};
  for (const file of files) {
    // Readable for the user that Lambda runs it as.
    contents[relative(functionFolder, file)] = [
      await readFile(file),
      { level: 9, mtime: FILE_TIME, os: 3, attrs: 0o644 << 16 },
    ];
  }
  await writeFile(zipFile, zipSync(contents));
}

/** How long a fresh process takes to load the module, as a sandbox does at its start. */
async function measureStart(): Promise<readonly number[]> {
  const module = pathToFileURL(join(functionFolder, 'index.mjs')).href;
  const program = `const start = performance.now(); await import(${JSON.stringify(module)}); console.log(performance.now() - start); process.exit(0);`;
  const times: number[] = [];
  for (let count = 0; count < MEASUREMENTS; count += 1) {
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', program], { env: {} });
    times.push(Number(stdout));
  }
  return times.sort((one, other) => one - other);
}

await rm(join(functionFolder, 'package.json'), { force: true });
await mkdir(functionFolder, { recursive: true });
for (const name of ['LICENSE', 'NOTICE']) await cp(resolve(project, '../..', name), join(functionFolder, name));
await buildInvoker();
const files = await filesOf(functionFolder);
await writeZip(files);

const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
const bytes = sizes.reduce((sum, size) => sum + size, 0);
const times = await measureStart();
const kilobytes = (count: number): string => `${Math.round(count / 1_000)} kB`;
const index = (await stat(join(functionFolder, 'index.mjs'))).size;
console.log(
  `Bundle: ${kilobytes(bytes)} unzipped, of which index.mjs ${kilobytes(index)}; zip ${kilobytes((await stat(zipFile)).size)}`,
);
console.log(
  `Module initialisation in a fresh process: ${Math.round(times[MEASUREMENTS >> 1] ?? 0)} ms (median of ${MEASUREMENTS}, ${Math.round(times[0] ?? 0)} to ${Math.round(times.at(-1) ?? 0)} ms)`,
);
if (bytes > MAX_BUNDLE_BYTES) {
  console.error(`The bundle is larger than ${kilobytes(MAX_BUNDLE_BYTES)}: look for what came in.`);
  process.exitCode = 1;
}
