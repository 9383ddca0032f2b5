import type { MysqlFacts } from '../facts/mysql-facts.js';

/** Whether it is a MySQL, no MariaDB, of at least that version. One whose version cannot be read counts as the newest. */
export function isMysqlFrom(
  { engine, version }: Pick<MysqlFacts, 'engine' | 'version'>,
  major: number,
  minor = 0,
): boolean {
  if (engine !== 'mysql') return false;
  const [, ownMajor, ownMinor] = /^(\d+)\.(\d+)/u.exec(version) ?? [];
  if (ownMajor === undefined) return true;
  return Number(ownMajor) > major || (Number(ownMajor) === major && Number(ownMinor) >= minor);
}
