import { join } from 'node:path';

import { runInFolder, startDatabaseProcess } from './database-process.ts';
import { findMariadbBinaries } from './find-mariadb-binaries.ts';

export interface MariadbServerOptions {
  /** Options of `mariadbd`, without dashes. Default: binary logs in rows, as AWS DMS wants them. */
  readonly options?: readonly string[];
}

/** A MariaDB of its own: empty, on a random port, gone with `stop`. */
export interface MariadbServer {
  /** `mariadb://root@127.0.0.1:…/`, an administrator without a password. */
  readonly url: string;
  readonly port: number;
  /** Shuts the server down and removes its files. */
  stop(): Promise<void>;
}

const DEFAULT_OPTIONS = ['log-bin=binlog', 'binlog-format=ROW', 'server-id=1'];
/** For tests: small, and nothing survives a crash of the machine. */
const SMALL = [
  'innodb-buffer-pool-size=16M',
  'innodb-flush-log-at-trx-commit=0',
  'innodb-log-file-size=8M',
  'performance-schema=OFF',
  'skip-name-resolve',
];

/**
 * Starts a real MariaDB in a temporary folder; for root, which it refuses to be, as an unprivileged user of the machine.
 *
 * @throws Error that says what to install when there is no MariaDB: a test then fails, and is not skipped.
 */
export async function startMariadbServer({
  options = DEFAULT_OPTIONS,
}: MariadbServerOptions = {}): Promise<MariadbServer> {
  const binaries = await findMariadbBinaries();
  const common = (folder: string): readonly string[] => ['--no-defaults', `--datadir=${join(folder, 'data')}`];
  const { port, stop } = await startDatabaseProcess({
    name: 'MariaDB',
    prepare: (folder) => {
      const args = [
        ...common(folder.path),
        '--auth-root-authentication-method=normal',
        '--skip-test-db',
        '--skip-name-resolve',
      ];
      return runInFolder(folder, 'mariadb-install-db', { path: binaries.install, args });
    },
    server: (folder, port) => {
      const address = [`--socket=${join(folder, 'socket')}`, '--bind-address=127.0.0.1', `--port=${port}`];
      return {
        path: binaries.server,
        args: [...common(folder), ...address, ...[...SMALL, ...options].map((option) => `--${option}`)],
      };
    },
    readyLine: 'ready for connections',
    stopSignal: 'SIGTERM',
  });
  return { url: `mariadb://root@127.0.0.1:${port}/`, port, stop };
}
