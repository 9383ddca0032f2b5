import { readFile, rename, writeFile } from 'node:fs/promises';
import { plainText, type ColumnType, type Shop } from '@drayage/dms-simulator';

/** A table of the shop as it stands in the file. Values are text, so that no reader loses a digit. */
export interface WrittenTable {
  readonly columns: readonly { readonly name: string; readonly type: ColumnType }[];
  readonly rows: readonly (readonly (string | null)[])[];
}

/** Tables by `schema.table`. */
export type ShopState = Readonly<Record<string, WrittenTable>>;

/** Writes the shop's tables as JSON. The file appears complete or not at all. */
export async function writeShopState(path: string, shop: Shop): Promise<void> {
  const tables = [...shop.tables()].map(([name, { definition, rows }]): readonly [string, WrittenTable] => {
    const columns = definition.columns.map((column) => ({ name: column.name, type: column.type }));
    const values = rows.map((row) => columns.map((column) => textOf(row[column.name] ?? null)));
    return [name, { columns, rows: values }];
  });
  const partial = `${path}.partial`;
  await writeFile(partial, JSON.stringify(Object.fromEntries(tables)));
  await rename(partial, path);
}

/** Reads such a file; `undefined` as long as there is none. */
export async function readShopState(path: string): Promise<ShopState | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as ShopState;
  } catch {
    return undefined;
  }
}

function textOf(value: Parameters<typeof plainText>[0]): string | null {
  return value === null ? null : plainText(value);
}
