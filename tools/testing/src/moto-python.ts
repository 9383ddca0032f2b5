import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** The version that the tests were written against: what it does not know, they know that it does not. */
const MOTO = 'moto[server]==5.2.5';
const CACHE = fileURLToPath(new URL('../../../node_modules/.cache', import.meta.url));
const FOLDER = join(CACHE, MOTO.replaceAll(/[^\w.]+/g, '-'));
const INSTALL_TIMEOUT_MS = 300_000;

const run = promisify(execFile);

/**
 * A Python that has moto: `DRAYAGE_MOTO_PYTHON`, else one in a virtual environment that is made here once, beside the
 * packages of npm. Several test runs may make it at the same time: each makes its own, and the first to be ready stays.
 *
 * @throws Error that says what is missing: a test then fails, and is not skipped.
 */
export async function motoPython(): Promise<string> {
  const given = process.env.DRAYAGE_MOTO_PYTHON;
  if (given !== undefined && given !== '') return given;
  const python = join(FOLDER, 'bin', 'python');
  if (existsSync(python)) return python;
  const making = `${FOLDER}.${process.pid}`;
  try {
    await mkdir(CACHE, { recursive: true });
    await run('python3', ['-m', 'venv', making], { timeout: INSTALL_TIMEOUT_MS });
    await run(join(making, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', MOTO], { timeout: INSTALL_TIMEOUT_MS });
    await rename(making, FOLDER);
  } catch (cause) {
    if (existsSync(python)) return python;
    throw new Error(
      `${MOTO} could not be installed. Install Python 3 with venv (apt-get install python3-venv), or set DRAYAGE_MOTO_PYTHON to a python that has it.`,
      { cause },
    );
  } finally {
    await rm(making, { recursive: true, force: true });
  }
  return python;
}
