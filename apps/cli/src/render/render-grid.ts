import type { Paint, Tone } from './paint.js';

export interface Cell {
  readonly text: string;
  readonly tone?: Tone;
}

export interface Grid {
  readonly header: readonly string[];
  readonly body: readonly (readonly (Cell | string)[])[];
  /** Columns that stand to the left; the others stand to the right. */
  readonly left: readonly number[];
  /** The column that gives way where the terminal is too narrow. */
  readonly elastic: number;
  /** Of the terminal; absent: as wide as it takes. */
  readonly width: number | undefined;
  readonly paint: Paint;
}

const GAP = '  ';
const LEAST = 8;

/** Lines of a table, coloured and no wider than the terminal. */
export function renderGrid({ header, body, left, elastic, width, paint }: Grid): readonly string[] {
  const rows = body.map((row) => row.map((cell) => (typeof cell === 'string' ? { text: cell } : cell)));
  const widths = header.map((title, at) => rows.reduce((widest, row) => Math.max(widest, row[at]?.text.length ?? 0), title.length));
  const total = widths.reduce((sum, one) => sum + one + GAP.length, -GAP.length);
  if (width !== undefined && total > width) widths[elastic] = Math.max(LEAST, (widths[elastic] ?? 0) - (total - width));
  const line = (cells: readonly Cell[]): string =>
    cells
      .map(({ text, tone = 'plain' }, at) => {
        const room = widths[at] ?? 0;
        const fitted = cut(text, room);
        const isLast = at === cells.length - 1;
        const padded = left.includes(at) ? (isLast ? fitted : fitted.padEnd(room)) : fitted.padStart(room);
        return paint(tone, padded);
      })
      .join(GAP)
      .trimEnd();
  return [line(header.map((text) => ({ text, tone: 'dim' }))), ...rows.map(line)];
}

/** A text no longer than the room there is. */
export function cut(text: string, room: number): string {
  return text.length <= room ? text : `${text.slice(0, Math.max(0, room - 1))}…`;
}
