import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** The programs of a MariaDB server. */
export interface MariadbBinaries {
  readonly server: string;
  readonly install: string;
}

/** Where Debian and Ubuntu put the server, which is no folder of every user’s `PATH`. */
const DEBIAN_FOLDERS = ['/usr/sbin', '/usr/bin'];

/**
 * `mariadbd` and `mariadb-install-db`: in `DRAYAGE_MARIADB_BIN`, else where Debian has them, else in `PATH`.
 *
 * @throws Error that says what to install or set.
 */
export async function findMariadbBinaries(environment: NodeJS.ProcessEnv = process.env): Promise<MariadbBinaries> {
  const configured = environment['DRAYAGE_MARIADB_BIN'];
  if (configured !== undefined && configured !== '') {
    const found = await findIn([configured]);
    if (found === undefined)
      throw new Error(`DRAYAGE_MARIADB_BIN is ${configured}, but there is no mariadbd and mariadb-install-db in it.`);
    return found;
  }
  const found = await findIn([...DEBIAN_FOLDERS, ...(environment['PATH'] ?? '').split(delimiter)]);
  if (found !== undefined) return found;
  throw new Error(
    'No MariaDB server found. Install one (Debian, Ubuntu: apt-get install mariadb-server; macOS: brew install mariadb), ' +
      'or set DRAYAGE_MARIADB_BIN to the folder that holds mariadbd and mariadb-install-db.',
  );
}

async function findIn(folders: readonly string[]): Promise<MariadbBinaries | undefined> {
  const server = await firstExecutable(folders, 'mariadbd');
  const install = await firstExecutable(folders, 'mariadb-install-db');
  return server === undefined || install === undefined ? undefined : { server, install };
}

async function firstExecutable(folders: readonly string[], name: string): Promise<string | undefined> {
  for (const folder of folders.filter((folder) => folder !== '')) {
    const path = join(folder, name);
    if (
      await access(path, constants.X_OK).then(
        () => true,
        () => false,
      )
    )
      return path;
  }
  return undefined;
}
