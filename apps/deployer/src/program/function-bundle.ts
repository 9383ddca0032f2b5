import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CHECKOUT } from './checkout.js';

const run = promisify(execFile);

const BUNDLE = join(CHECKOUT, 'apps/lambda-sink/dist/function');
const ENTRY = join(BUNDLE, 'index.mjs');

/** The function could not be bundled. */
export class BundleError extends Error {
  readonly code = 'no-bundle';
  readonly remedy = 'Run npx nx bundle lambda-sink in a checkout and see what it says, or take sink.packaging: image.';

  constructor(cause?: unknown) {
    super('There is no bundle of the function, and it could not be built.', { cause });
    this.name = 'BundleError';
  }
}

/** The folder with the function's bundle, brought up to date by Nx, which builds nothing anew that has not changed. @throws BundleError */
export async function functionBundle(): Promise<string> {
  try {
    await run('npx', ['nx', 'bundle', 'lambda-sink'], {
      cwd: CHECKOUT,
      env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' },
    });
  } catch (cause) {
    throw new BundleError(cause);
  }
  if (!existsSync(ENTRY)) throw new BundleError();
  return BUNDLE;
}
