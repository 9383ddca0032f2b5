/** What an account may do, as `SHOW GRANTS` tells it. */
export interface ParsedGrants {
  /** Privileges on `*.*`, in upper case. */
  readonly global: readonly string[];
  /** Whether it may read this table. */
  readonly mayRead: (table: { readonly schema: string; readonly name: string }) => boolean;
}

export interface GrantOptions {
  /** `partial_revokes` is on: names of schemas are no patterns, and single ones can be taken out of `*.*`. */
  readonly hasLiteralNames: boolean;
}

type Reader = ParsedGrants['mayRead'];

const GRANT =
  /^(?<verb>GRANT|REVOKE) (?<privileges>.+?) ON (?:TABLE )?(?<scope>\*\.\*|`(?:[^`]|``)*`\.(?:\*|`(?:[^`]|``)*`)) (?:TO|FROM) /su;

/** Reads the lines of `SHOW GRANTS`: those of an account and, where they are listed as well, of its roles. */
export function parseGrants(
  lines: readonly string[],
  options: GrantOptions = { hasLiteralNames: false },
): ParsedGrants {
  const global: string[] = [];
  const readers: Reader[] = [];
  const revoked: Reader[] = [];
  let readsEverything = false;
  for (const line of lines) {
    const { verb = '', privileges = '', scope = '' } = GRANT.exec(line)?.groups ?? {};
    if (scope === '') continue;
    const names = privileges.split(/,\s*(?![^(]*\))/u).map((name) => name.trim().toUpperCase());
    const isOfReading = names.some((name) => name === 'SELECT' || name === 'ALL PRIVILEGES');
    if (verb === 'REVOKE') {
      if (isOfReading) revoked.push(readerOf(scope, options));
      continue;
    }
    if (scope === '*.*') global.push(...names);
    if (!isOfReading) continue;
    if (scope === '*.*') readsEverything = true;
    else readers.push(readerOf(scope, options));
  }
  const isRevoked: Reader = (table) => revoked.some((covers) => covers(table));
  return {
    global,
    mayRead: (table) => (readsEverything && !isRevoked(table)) || readers.some((reads) => reads(table)),
  };
}

function readerOf(scope: string, { hasLiteralNames }: GrantOptions): Reader {
  const [, schema = '', rest = ''] = /^`((?:[^`]|``)*)`\.(.*)$/su.exec(scope) ?? [];
  const unquoted = schema.replaceAll('``', '`');
  if (rest !== '*') {
    const name = rest.slice(1, -1).replaceAll('``', '`');
    return (table) => table.schema === unquoted && table.name === name;
  }
  if (hasLiteralNames) return (table) => table.schema === unquoted;
  const pattern = patternOf(unquoted);
  return (table) => pattern.test(table.schema);
}

/** In the schema of a grant, `_` is any character and `%` any run of them; a backslash takes that away. */
function patternOf(schema: string): RegExp {
  const body = schema.replace(
    /\\(?<escaped>.)|(?<one>_)|(?<many>%)|(?<special>[\^$.*+?()[\]{}|])/gsu,
    (_, escaped?: string, one?: string, many?: string, special?: string) => {
      if (escaped !== undefined) return escapeForPattern(escaped);
      if (one !== undefined) return '.';
      return many === undefined ? escapeForPattern(special ?? '') : '.*';
    },
  );
  return new RegExp(`^${body}$`, 'su');
}

function escapeForPattern(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|]/gu, '\\$&');
}
