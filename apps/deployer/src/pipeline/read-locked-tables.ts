import { parse } from 'yaml';
import type { LockedTable } from './resolve-tables.js';

export type LockedTables =
  | { readonly ok: true; readonly tables: readonly LockedTable[] | undefined }
  | { readonly ok: false; readonly message: string };

/** The tables of the lock file of `dray mappings`; `undefined` where there is no such file. */
export async function readLockedTables(path: string, readFile: (path: string) => Promise<string>): Promise<LockedTables> {
  let text: string;
  try {
    text = await readFile(path);
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return missing ? { ok: true, tables: undefined } : { ok: false, message: 'The lock file cannot be read.' };
  }
  const tables = tablesOf(text);
  return tables === undefined ? { ok: false, message: 'This is no lock file of tables.' } : { ok: true, tables };
}

function tablesOf(text: string): readonly LockedTable[] | undefined {
  let document: unknown;
  try {
    document = parse(text);
  } catch {
    return undefined;
  }
  const tables: unknown = isRecord(document) ? document['tables'] : undefined;
  if (!Array.isArray(tables)) return undefined;
  const read = tables.map(toTable);
  return read.every((table) => table !== undefined) ? read : undefined;
}

function toTable(value: unknown): LockedTable | undefined {
  if (!isRecord(value)) return undefined;
  const { schema, name, primaryKey } = value;
  const isKey = Array.isArray(primaryKey) && primaryKey.every((column) => typeof column === 'string');
  return typeof schema === 'string' && typeof name === 'string' && isKey ? { schema, name, primaryKey } : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
