import type { SourceRow } from './source-session.js';

/** A column of a row as text; empty where it is NULL or absent. */
export function textOf(row: SourceRow | undefined, name: string): string {
  const value = row?.[name];
  if (typeof value === 'string') return value;
  if (Buffer.isBuffer(value)) return value.toString('utf8');
  return typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint' ? String(value) : '';
}

export function numberOf(row: SourceRow | undefined, name: string): number {
  return Number(textOf(row, name));
}

/** PostgreSQL sends booleans, MySQL 0 and 1 or YES and NO. */
export function booleanOf(row: SourceRow | undefined, name: string): boolean {
  return ['true', 't', '1', 'YES', 'ON'].includes(textOf(row, name));
}

export function textsOf(row: SourceRow | undefined, name: string): readonly string[] {
  const value = row?.[name];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
