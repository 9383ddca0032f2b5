import { parseTablesLock, type TablesLock } from '@drayage/config';

export type LockedTables =
  { readonly ok: true; readonly lock: TablesLock | undefined } | { readonly ok: false; readonly message: string };

/** The tables of the lock file of `dray mappings`; `undefined` where there is no such file. */
export async function readLockedTables(
  path: string,
  readFile: (path: string) => Promise<string>,
): Promise<LockedTables> {
  let text: string;
  try {
    text = await readFile(path);
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return missing ? { ok: true, lock: undefined } : { ok: false, message: 'The lock file cannot be read.' };
  }
  return parseTablesLock(text);
}
