import type { SourceEngine } from '../facts/server-facts.js';

/**
 * An identifier of the source, quoted whatever it holds. Control characters are written as escapes where there are such
 * (PostgreSQL): a line break in a name would not survive being shown and copied.
 */
export function quoteName(engine: SourceEngine, name: string): string {
  if (engine !== 'postgresql') return `\`${name.replaceAll('`', '``')}\``;
  const doubled = name.replaceAll('"', '""');
  if (!CONTROL.test(name)) return `"${doubled}"`;
  return `U&"${doubled.replaceAll('\\', '\\\\').replace(EVERY_CONTROL, codePoint)}"`;
}

const CONTROL = /[\u0001-\u001F\u007F-\u009F]/u;
const EVERY_CONTROL = new RegExp(CONTROL, 'gu');

function codePoint(char: string): string {
  return `\\${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

export function quoteTable(engine: SourceEngine, table: { readonly schema: string; readonly name: string }): string {
  return `${quoteName(engine, table.schema)}.${quoteName(engine, table.name)}`;
}

/** A text literal of the source; also of one that holds quotes and backslashes. */
export function quoteText(engine: SourceEngine, text: string): string {
  const doubled = text.replaceAll("'", "''");
  if (engine !== 'postgresql') return `'${doubled.replaceAll('\\', '\\\\')}'`;
  // Right whatever `standard_conforming_strings` is.
  return doubled.includes('\\') ? `E'${doubled.replaceAll('\\', '\\\\')}'` : `'${doubled}'`;
}

/** An account of MySQL or MariaDB that is written `name@host`. */
export function quoteAccount(account: string): string {
  const at = account.lastIndexOf('@');
  return `${quoteText('mysql', account.slice(0, at))}@${quoteText('mysql', account.slice(at + 1))}`;
}
