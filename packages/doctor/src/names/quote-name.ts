import type { SourceEngine } from '../facts/server-facts.js';

/** An identifier of the source, quoted whatever it holds. */
export function quoteName(engine: SourceEngine, name: string): string {
  return engine === 'postgresql' ? `"${name.replaceAll('"', '""')}"` : `\`${name.replaceAll('`', '``')}\``;
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
