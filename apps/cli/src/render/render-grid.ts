import { printableLine } from '@drayage/terminal';
import type { Paint, Tone } from './paint.js';
import { padLeft, padRight, takeWidth, textWidth } from './text-width.js';

export interface Cell {
  readonly text: string;
  readonly tone?: Tone;
}

export interface Grid {
  readonly header: readonly string[];
  readonly body: readonly (readonly (Cell | string)[])[];
  /** Columns that stand to the left, unless told otherwise the first; the others stand to the right. */
  readonly left?: readonly number[];
  /** The column that gives way first where the terminal is too narrow: unless told otherwise the first. */
  readonly elastic?: number;
  /** How narrow it becomes before columns are left out, and others are cut. */
  readonly least?: number;
  /** Columns that are left out where that is not enough, in this order. */
  readonly optional?: readonly number[];
  /** Columns that are never cut: half an id is none. */
  readonly whole?: readonly number[];
  /** Of the terminal; absent: as wide as it takes, so that nothing is cut. */
  readonly width?: number | undefined;
  /** Absent: no colours. */
  readonly paint?: Paint;
}

const GAP = '  ';
const LEAST = 8;
/** What is left of any other column, before the last resort. */
const LEAST_OF_OTHERS = 5;

/** Lines of a table, the header first; coloured and no wider than the terminal, as far as columns may be cut. */
export function renderGrid(grid: Grid): readonly string[] {
  const { header, body, left = [0], paint = unpainted } = grid;
  const rows = body.map((row) =>
    row.map((cell): Cell => {
      const { text, ...rest } = typeof cell === 'string' ? { text: cell } : cell;
      return { ...rest, text: printableLine(text) };
    }),
  );
  const natural = header.map((title, at) =>
    rows.reduce((widest, row) => Math.max(widest, textWidth(row[at]?.text ?? '')), textWidth(title)),
  );
  const widths = fitColumns(natural, grid);
  const line = (cells: readonly Cell[]): string => {
    const shown = cells.flatMap((cell, at) => (widths[at] === undefined ? [] : [{ ...cell, at, room: widths[at] }]));
    return shown
      .map(({ text, tone = 'plain', at, room }, place) => {
        const fitted = cut(text, room);
        const padded = left.includes(at)
          ? place === shown.length - 1
            ? fitted
            : padRight(fitted, room)
          : padLeft(fitted, room);
        return paint(tone, padded);
      })
      .join(GAP)
      .trimEnd();
  };
  return [line(header.map((text) => ({ text, tone: 'dim' }))), ...rows.map(line)];
}

function unpainted(_tone: Tone, text: string): string {
  return text;
}

type Fit = Pick<Grid, 'elastic' | 'least' | 'optional' | 'whole' | 'width'>;

/** The width of each column; `undefined`: it is left out. Pure. */
export function fitColumns(
  natural: readonly number[],
  { elastic = 0, least = LEAST, optional = [], whole = [], width }: Fit,
): readonly (number | undefined)[] {
  const widths: (number | undefined)[] = [...natural];
  if (width === undefined) return widths;
  const excess = (): number => totalOf(widths) - width;
  const shrink = (at: number, smallest: number): void => {
    const room = widths[at];
    if (room !== undefined && excess() > 0) widths[at] = Math.max(Math.min(room, smallest), room - excess());
  };
  const floor = Math.min(least, natural[elastic] ?? 0);
  for (const at of optional) {
    if (excess() <= (natural[elastic] ?? 0) - floor) break;
    widths[at] = undefined;
  }
  shrink(elastic, floor);
  // The widest first: what is long has most to give.
  const others = natural.map((_, at) => at).filter((at) => at !== elastic && !whole.includes(at));
  for (const at of others.toSorted((one, other) => (natural[other] ?? 0) - (natural[one] ?? 0)))
    shrink(at, LEAST_OF_OTHERS);
  shrink(elastic, 1);
  return widths;
}

function totalOf(widths: readonly (number | undefined)[]): number {
  return widths.reduce<number>((sum, one) => sum + (one === undefined ? 0 : one + GAP.length), -GAP.length);
}

/** A line no wider than the room there is. */
export function cut(text: string, room: number): string {
  const line = printableLine(text);
  return textWidth(line) <= room ? line : `${takeWidth(line, room - 1)}…`;
}
