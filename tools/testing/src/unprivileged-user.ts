import { readFile } from 'node:fs/promises';

/** For `spawn`: whom to run as; empty for this process's own user. */
export interface UnprivilegedUser {
  readonly uid?: number;
  readonly gid?: number;
}

/** Whom to run a database server as, which refuses to be root: `postgres` or `nobody` for root, else this user. */
export async function unprivilegedUser(): Promise<UnprivilegedUser> {
  if (process.getuid?.() !== 0) {
    return {};
  }
  const accounts = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const account = accounts.find(([account]) => account === name);
    if (account !== undefined) {
      return { uid: Number(account[2]), gid: Number(account[3]) };
    }
  }
  throw new Error(
    'A database server refuses to run as root, and this machine has neither a user postgres nor nobody: add one.',
  );
}
