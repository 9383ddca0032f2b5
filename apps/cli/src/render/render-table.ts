/** Lines of a table for a terminal, columns as wide as what they hold: the first to the left, the others to the right unless told otherwise. */
export function renderTable(
  header: readonly string[],
  body: readonly (readonly string[])[],
  leftColumns: readonly number[] = [0],
): string[] {
  const widths = header.map((title, at) =>
    body.reduce((widest, row) => Math.max(widest, row[at]?.length ?? 0), title.length),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, at) => (leftColumns.includes(at) ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ')
      .trimEnd();
  return [line(header), widths.map((width) => '-'.repeat(width)).join('  '), ...body.map(line)];
}
