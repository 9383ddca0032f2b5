import type { Paint } from './paint.js';
import { cut } from './render-grid.js';

/** A picture in its parts, coloured. */
export interface PictureParts {
  readonly head: readonly string[];
  /** The header, and a line each; or nothing. */
  readonly tables: readonly string[];
  /** The worst first. */
  readonly findings: readonly (readonly string[])[];
}

/** A header, one row, and how many more. */
const LEAST_TABLES = 3;

/**
 * The lines of a picture, a blank one between parts. Where they are more than the terminal has, tables and findings are cut
 * from their ends, and it is told how many are missing; the worst finding is the last to go.
 */
export function fitHeight(
  { head, tables, findings }: PictureParts,
  {
    height,
    width,
    paint,
  }: { readonly height?: number | undefined; readonly width: number | undefined; readonly paint: Paint },
): readonly string[] {
  const all = [...head, ...spaced(tables), ...findings.flatMap(spaced)];
  // The line break at the end of the last line would scroll the first one away.
  const room = height === undefined ? all.length : height - 1;
  if (all.length <= room) return all;
  const note = (text: string): string => paint('dim', cut(text, width ?? Number.POSITIVE_INFINITY));
  const left = room - head.length;
  if (left < 2)
    return [...head.slice(0, Math.max(0, room - 1)), note(`… and ${all.length - Math.max(0, room - 1)} more lines`)];
  const worst = findings[0]?.length ?? 0;
  const wanted = findings.reduce((sum, lines) => sum + lines.length + 1, 0);
  // Tables give way to findings, but not all of them, and not to all of these.
  const forTables = Math.min(tables.length, Math.max(left - wanted - 1, Math.min(LEAST_TABLES, left - worst - 4)));
  const shownTables = forTables < 2 ? [] : cutRows(tables, forTables, note);
  const shown = [...spaced(shownTables)];
  let at = 0;
  for (; at < findings.length; at += 1) {
    const lines = spaced(findings[at] ?? []);
    const isLast = at === findings.length - 1;
    if (shown.length + lines.length + (isLast ? 0 : 1) > left) break;
    shown.push(...lines);
  }
  if (at < findings.length)
    shown.push(note(`… and ${findings.length - at} more ${findings.length - at === 1 ? 'finding' : 'findings'}`));
  return [...head, ...shown];
}

function spaced(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', ...lines];
}

function cutRows(lines: readonly string[], room: number, note: (text: string) => string): readonly string[] {
  return lines.length <= room ? lines : [...lines.slice(0, room - 1), note(`… and ${lines.length - room + 1} more`)];
}
