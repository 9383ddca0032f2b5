import { printableLine } from '@drayage/terminal';
import { padLeft, padRight, textWidth } from './text-width.js';

/** Lines of a table for a terminal, columns as wide as what they hold: the first to the left, the others to the right unless told otherwise. */
export function renderTable(
  header: readonly string[],
  body: readonly (readonly string[])[],
  leftColumns: readonly number[] = [0],
): string[] {
  const rows = body.map((row) => row.map(printableLine));
  const widths = header.map((title, at) =>
    rows.reduce((widest, row) => Math.max(widest, textWidth(row[at] ?? '')), textWidth(title)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, at) => (leftColumns.includes(at) ? padRight(cell, widths[at] ?? 0) : padLeft(cell, widths[at] ?? 0)))
      .join('  ')
      .trimEnd();
  return [line(header), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)];
}
