type TableLabels = Record<'schema' | 'table', string>;

const OTHER: TableLabels = { schema: '', table: '(other)' };

/** Labels for tables: the first `limit` tables get their own, all others share one. */
export function boundLabels(limit: number): (table: { readonly schema: string; readonly name: string }) => TableLabels {
  const known = new Set<string>();
  return ({ schema, name }) => {
    const key = JSON.stringify([schema, name]);
    if (!known.has(key) && known.size >= limit) {
      return OTHER;
    }
    known.add(key);
    return { schema, table: name };
  };
}
