/** A query's result: column names, and rows of texts or nulls. */
export interface QueryResult {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
}

const MAX_CELL_LENGTH = 60;

/** A table for the terminal, columns aligned, long values cut. */
export function formatTable({ columns, rows }: QueryResult): string {
  const cells = [columns, ...rows].map((row) => row.map(formatCell));
  const widths = columns.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  const count = `(${rows.length} ${rows.length === 1 ? 'row' : 'rows'})`;
  return [lines[0] ?? '', rule, ...lines.slice(1), count].join('\n');
}

function formatCell(value: string | null): string {
  if (value === null) return 'NULL';
  const line = value.replaceAll(/\s+/g, ' ');
  return line.length > MAX_CELL_LENGTH ? `${line.slice(0, MAX_CELL_LENGTH - 1)}…` : line;
}
