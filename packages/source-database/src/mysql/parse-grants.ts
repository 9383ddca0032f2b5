/** What an account may do, as `SHOW GRANTS` tells it. */
export interface ParsedGrants {
  /** Privileges on `*.*`, in upper case. */
  readonly global: readonly string[];
  /** Whether it may read this table. */
  readonly mayRead: (table: { readonly schema: string; readonly name: string }) => boolean;
}

const GRANT = /^GRANT (?<privileges>.+?) ON (?:TABLE )?(?<scope>\*\.\*|`(?:[^`]|``)*`\.(?:\*|`(?:[^`]|``)*`)) TO /su;

/** Reads the lines of `SHOW GRANTS`. Rights that come by a role are told only where the server lists them as its own. */
export function parseGrants(lines: readonly string[]): ParsedGrants {
  const global: string[] = [];
  const readers: ((table: { readonly schema: string; readonly name: string }) => boolean)[] = [];
  for (const line of lines) {
    const { privileges = '', scope = '' } = GRANT.exec(line)?.groups ?? {};
    const names = privileges.split(/,\s*(?![^(]*\))/u).map((name) => name.trim().toUpperCase());
    if (scope === '*.*') global.push(...names);
    if (names.some((name) => name === 'SELECT' || name === 'ALL PRIVILEGES') && scope !== '') readers.push(readerOf(scope));
  }
  return { global, mayRead: (table) => readers.some((reads) => reads(table)) };
}

function readerOf(scope: string): (table: { readonly schema: string; readonly name: string }) => boolean {
  if (scope === '*.*') return () => true;
  const [, schema = '', rest = ''] = /^`((?:[^`]|``)*)`\.(.*)$/su.exec(scope) ?? [];
  const unquoted = schema.replaceAll('``', '`');
  if (rest !== '*') {
    const name = rest.slice(1, -1).replaceAll('``', '`');
    return (table) => table.schema === unquoted && table.name === name;
  }
  const pattern = patternOf(unquoted);
  return (table) => pattern.test(table.schema);
}

/** In the schema of a grant, `_` is any character and `%` any run of them; a backslash takes that away. */
function patternOf(schema: string): RegExp {
  const body = schema.replace(/\\(?<escaped>.)|(?<one>_)|(?<many>%)|(?<special>[\^$.*+?()[\]{}|])/gsu, (_, escaped?: string, one?: string, many?: string, special?: string) => {
    if (escaped !== undefined) return escapeForPattern(escaped);
    if (one !== undefined) return '.';
    return many === undefined ? escapeForPattern(special ?? '') : '.*';
  });
  return new RegExp(`^${body}$`, 'su');
}

function escapeForPattern(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|]/gu, '\\$&');
}
