import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One file of the live page, in memory. */
export interface PageAsset {
  readonly body: Buffer;
  readonly contentType: string;
  readonly etag: string;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The charting library’s files, by their URL. The build copies them beside the page. */
const VENDOR = {
  '/vendor/uPlot.esm.js': 'uplot/dist/uPlot.esm.js',
  '/vendor/uPlot.min.css': 'uplot/dist/uPlot.min.css',
};

/**
 * Reads the files of the live page, by URL path; `/` is `index.html`. From sources, the charting library comes out of
 * `node_modules`; a build has it in the folder `vendor`.
 */
export async function loadPageAssets(directory: URL): Promise<ReadonlyMap<string, PageAsset>> {
  const folder = fileURLToPath(directory);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = new Map(
    entries
      .filter((entry) => entry.isFile() && CONTENT_TYPES[extname(entry.name)] !== undefined)
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [file.slice(folder.length).replaceAll('\\', '/').replace(/^\/?/, '/'), file]),
  );
  const { resolve } = createRequire(directory);
  for (const [path, module] of Object.entries(VENDOR)) {
    if (!files.has(path)) {
      files.set(path, resolve(module));
    }
  }
  const assets = await Promise.all(
    [...files].map(async ([path, file]) => [urlPath(path), await loadAsset(file)] as const),
  );
  return new Map(assets);
}

function urlPath(path: string): string {
  return path === '/index.html' ? '/' : path;
}

async function loadAsset(file: string): Promise<PageAsset> {
  const body = await readFile(file);
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 20);
  return { body, contentType: CONTENT_TYPES[extname(file)] ?? 'application/octet-stream', etag: `"${hash}"` };
}
