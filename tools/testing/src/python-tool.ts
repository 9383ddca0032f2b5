import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

const INSTALL_TIMEOUT_MS = 300_000;
/** A folder of an installation that was killed. */
const STALE_MS = 600_000;

/**
 * The folder of programs of these packages, in exact versions (`cfn-lint==1.58.0`), installed by pip into a virtual
 * environment in the folder for temporary files. It is made once for a machine and a list of packages; whoever comes while
 * another process installs waits. Needs `python3` with its `venv` (Debian: `python3-venv`) and a package index.
 */
export async function pythonTool(packages: readonly string[]): Promise<string> {
  const unpinned = packages.filter((name) => !/^[\w.[\],-]+==[\w.]+$/.test(name));
  if (unpinned.length > 0) throw new Error(`Without an exact version: ${unpinned.join(', ')}`);
  const key = createHash('sha256')
    .update([...packages].sort().join('\n'))
    .digest('hex')
    .slice(0, 16);
  const folder = join(tmpdir(), `drayage-python-${userInfo().username}-${key}`);
  const complete = join(folder, 'complete');
  const deadline = Date.now() + INSTALL_TIMEOUT_MS;
  while (!existsSync(complete)) {
    const claim = `${folder}.installing`;
    if (await claimed(claim)) {
      await install(claim, folder, packages);
    } else if (Date.now() > deadline) {
      throw new Error(`Another process has been installing ${packages.join(' ')} into ${claim} for too long.`);
    } else {
      await sleep(200);
    }
  }
  return join(folder, 'bin');
}

async function claimed(claim: string): Promise<boolean> {
  try {
    await mkdir(claim);
    return true;
  } catch {
    const made = await stat(claim).catch(() => undefined);
    if (made !== undefined && Date.now() - made.mtimeMs > STALE_MS) await rm(claim, { recursive: true, force: true });
    return false;
  }
}

/** A virtual environment cannot be moved: it is made at its own place, and a file says when it is complete. */
async function install(claim: string, folder: string, packages: readonly string[]): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true });
    await run('python3', ['-m', 'venv', folder]);
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages];
    await run(join(folder, 'bin', 'python'), pip, { timeout: INSTALL_TIMEOUT_MS });
    await writeFile(join(folder, 'complete'), packages.join('\n'));
  } catch (cause) {
    await rm(folder, { recursive: true, force: true });
    throw new Error(`Could not install ${packages.join(' ')} for Python.`, { cause });
  } finally {
    await rm(claim, { recursive: true, force: true });
  }
}
