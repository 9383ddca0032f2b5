import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { lstat, readlink, rename, rm, symlink } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

const INSTALL_TIMEOUT_MS = 300_000;
/** Nobody installs for so long: whatever the claim says, its process is gone. */
const STALE_MS = 600_000;

/**
 * The folder of programs of these packages, in exact versions (`cfn-lint==1.58.0`), installed by pip into a virtual
 * environment in the folder for temporary files. It is made once for a machine and a list of packages; whoever comes while
 * another process installs waits, and installs in its place if that process is killed.
 *
 * @throws Error that says what to install where `python3` lacks its `venv`, or no package index answers.
 */
export async function pythonTool(packages: readonly string[]): Promise<string> {
  const unpinned = packages.filter((name) => !/^[\w.[\],-]+==[\w.]+$/.test(name));
  if (unpinned.length > 0) throw new Error(`Without an exact version: ${unpinned.join(', ')}`);
  const key = createHash('sha256')
    .update([...packages].sort().join('\n'))
    .digest('hex')
    .slice(0, 16);
  const folder = join(tmpdir(), `drayage-venv-${userInfo().username}-${key}`);
  const claim = `${folder}.installing`;
  const deadline = Date.now() + INSTALL_TIMEOUT_MS;
  while (!existsSync(folder)) {
    if (await claimed(claim)) {
      await install(folder, packages).finally(() => rm(claim, { force: true }));
    } else if (Date.now() > deadline) {
      throw new Error(`Another process has been installing ${packages.join(' ')} by ${claim} for too long.`);
    } else {
      await sleep(200);
    }
  }
  return join(folder, 'bin');
}

/** A claim is a link to the number of its process: made, and read, in one step. */
async function claimed(claim: string): Promise<boolean> {
  try {
    await symlink(String(process.pid), claim);
    return true;
  } catch {
    if (await isForsaken(claim)) await rm(claim, { force: true });
    return false;
  }
}

async function isForsaken(claim: string): Promise<boolean> {
  try {
    const [holder, { mtimeMs }] = await Promise.all([readlink(claim), lstat(claim)]);
    return Date.now() - mtimeMs > STALE_MS || !isRunning(Number(holder));
  } catch {
    return false;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/**
 * A virtual environment cannot be moved. It is made at a place of its process's own, and a link leads to it once it is
 * complete: two that install at the same time, as after a claim that both took for forsaken, do not harm each other.
 */
async function install(folder: string, packages: readonly string[]): Promise<void> {
  const made = `${folder}.${process.pid}`;
  try {
    await run('python3', ['-m', 'venv', '--clear', made], { timeout: INSTALL_TIMEOUT_MS });
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages];
    await run(join(made, 'bin', 'python'), pip, { timeout: INSTALL_TIMEOUT_MS });
    await symlink(made, `${made}.link`);
    await rename(`${made}.link`, folder);
  } catch (cause) {
    await rm(made, { recursive: true, force: true });
    throw new Error(
      `Could not install ${packages.join(' ')} for Python: it takes python3 with venv (apt-get install python3-venv) and a package index.`,
      { cause },
    );
  }
}
