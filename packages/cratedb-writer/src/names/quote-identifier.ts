/**
 * Quotes a name for SQL: always within double quotes, so case, blanks and reserved words are kept; a `"` is doubled.
 * The name must be one the target can hold (`rewriteColumnName` and its kin see to that).
 */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** `"schema"."table"`. */
export function qualifiedName(schema: string, table: string): string {
  return `${quoteIdentifier(schema)}.${quoteIdentifier(table)}`;
}
