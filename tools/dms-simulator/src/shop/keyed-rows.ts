import type { SourceRow } from '../dms/source-row.ts';

/** Rows by the text of their key, any of which can be picked by number without walking over the others. */
export interface KeyedRows {
  readonly size: number;
  at(index: number): SourceRow | undefined;
  get(key: string): SourceRow | undefined;
  put(key: string, row: SourceRow): void;
  remove(key: string): void;
  /** Replaces every row; keys stay. */
  rewrite(change: (row: SourceRow) => SourceRow): void;
  toArray(): readonly SourceRow[];
}

/** An empty set of rows. */
export function createKeyedRows(): KeyedRows {
  const entries: { readonly key: string; readonly row: SourceRow }[] = [];
  const indexOf = new Map<string, number>();

  return {
    get size() {
      return entries.length;
    },
    at: (index) => entries[index]?.row,
    get: (key) => entries[indexOf.get(key) ?? -1]?.row,
    put: (key, row) => {
      const index = indexOf.get(key) ?? entries.length;
      indexOf.set(key, index);
      entries[index] = { key, row };
    },
    remove: (key) => {
      const index = indexOf.get(key);
      const last = entries.at(-1);
      if (index === undefined || last === undefined) return;
      entries[index] = last;
      indexOf.set(last.key, index);
      entries.pop();
      indexOf.delete(key);
    },
    rewrite: (change) => {
      entries.forEach(({ key, row }, index) => {
        entries[index] = { key, row: change(row) };
      });
    },
    toArray: () => entries.map(({ row }) => row),
  };
}
