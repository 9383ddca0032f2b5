/** Lines of a table whose columns are as wide as what they hold; numbers stand on the right. */
export function renderTable(
  header: readonly string[],
  body: readonly (readonly string[])[],
  alignment: 'numbers' | 'texts' = 'numbers',
): string[] {
  const widths = header.map((title, at) => body.reduce((widest, row) => Math.max(widest, row[at]?.length ?? 0), title.length));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, at) => (at === 0 || alignment === 'texts' ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ')
      .trimEnd();
  return [line(header), widths.map((width) => '-'.repeat(width)).join('  '), ...body.map(line)];
}
