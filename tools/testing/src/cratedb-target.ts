import { describe } from 'vitest';

/** Where the live CrateDB for tests is (`CRATEDB_URL`, `crate://` or `postgresql://`); `undefined`: there is none. */
export function cratedbUrl(): string | undefined {
  const url = process.env['CRATEDB_URL'];
  return url === undefined || url === '' ? undefined : url;
}

/** A suite against a live CrateDB. Without `CRATEDB_URL` it is skipped, and says so. */
export function describeWithCratedb(name: string, suite: (url: string) => void): void {
  const url = cratedbUrl();
  if (url === undefined) {
    process.stderr.write(`\nCRATEDB_URL IS NOT SET: "${name}" IS NOT TESTED AGAINST A LIVE CRATEDB.\n\n`);
    describe.skip(`${name} (off: CRATEDB_URL is not set)`, () => suite('crate://off'));
    return;
  }
  describe(name, () => suite(url));
}
