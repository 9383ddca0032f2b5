import { access, constants, readdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** Where Debian and Ubuntu put the servers, one folder for each major version. */
const DEBIAN_FOLDER = '/usr/lib/postgresql';

/**
 * The folder with `initdb` and `postgres`: `DRAYAGE_POSTGRES_BIN`, else Debian's newest, else one of `PATH`.
 *
 * @throws Error that says what to install or set.
 */
export async function findPostgresBinaries(environment: NodeJS.ProcessEnv = process.env): Promise<string> {
  const configured = environment['DRAYAGE_POSTGRES_BIN'];
  if (configured !== undefined && configured !== '') {
    if (await holdsServer(configured)) {
      return configured;
    }
    throw new Error(`DRAYAGE_POSTGRES_BIN is ${configured}, but there is no initdb and postgres in it.`);
  }
  for (const folder of [...(await debianFolders()), ...(environment['PATH'] ?? '').split(delimiter)]) {
    if (folder !== '' && (await holdsServer(folder))) {
      return folder;
    }
  }
  throw new Error(
    'No PostgreSQL server found. Install one (Debian, Ubuntu: apt-get install postgresql; macOS: brew install postgresql), ' +
      'or set DRAYAGE_POSTGRES_BIN to the folder that holds initdb and postgres.',
  );
}

async function debianFolders(): Promise<readonly string[]> {
  const versions = await readdir(DEBIAN_FOLDER).catch(() => []);
  return versions
    .sort((left, right) => Number(right) - Number(left))
    .map((version) => join(DEBIAN_FOLDER, version, 'bin'));
}

async function holdsServer(folder: string): Promise<boolean> {
  try {
    await Promise.all(['initdb', 'postgres'].map((name) => access(join(folder, name), constants.X_OK)));
    return true;
  } catch {
    return false;
  }
}
