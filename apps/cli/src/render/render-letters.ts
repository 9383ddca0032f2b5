import type { StoredLetter } from '@drayage/cratedb-writer';
import { printable } from '@drayage/terminal';
import { redactKey, redactPayload } from '../letters/redact-payload.js';
import type { RetriedLetter } from '../letters/retry-letters.js';
import { counted } from './counted.js';
import type { Paint } from './paint.js';
import { renderGrid } from './render-grid.js';

/** A letter as JSON output has it. */
export interface ShownLetter {
  readonly id: string;
  readonly state: string;
  readonly schema: string | null;
  readonly table: string | null;
  readonly key: string | null;
  readonly movedFrom: string | null;
  readonly operation: string | null;
  readonly code: string;
  readonly column: string | null;
  readonly message: string;
  readonly remedy: string;
  /** ISO 8601 with microseconds. */
  readonly time: string | null;
  readonly position: StoredLetter['position'];
  readonly attempts: number;
  readonly firstAt: string;
  readonly lastAt: string;
}

export function showLetter(letter: StoredLetter, showValues: boolean): ShownLetter {
  const { id, state, table, operation, code, column, message, remedy, position, attempts, firstAt, lastAt } = letter;
  const key = (text: string | null): string | null => (text === null || showValues ? text : redactKey(text));
  return {
    id,
    state,
    schema: table?.schema ?? null,
    table: table?.table ?? null,
    key: key(letter.key),
    movedFrom: key(letter.movedFrom),
    operation,
    code,
    column: column ?? null,
    message,
    remedy,
    time: letter.timeMicros === null ? null : formatMicros(letter.timeMicros),
    position,
    attempts,
    firstAt,
    lastAt,
  };
}

/** The record as it came, or its structure. */
export function showPayload({ payload }: StoredLetter, showValues: boolean): unknown {
  return showValues ? payload : redactPayload(payload);
}

export interface LettersView {
  readonly showValues: boolean;
  /** Of the terminal; absent: as wide as it takes. */
  readonly width: number | undefined;
  readonly paint: Paint;
}

/** Letters in a line each. Id and code are never cut: they are what the other commands take. */
export function renderLetters(letters: readonly StoredLetter[], total: number, view: LettersView): string {
  if (total === 0) return 'No dead letters.\n';
  const { showValues, width, paint } = view;
  const header = ['id', 'table', 'code', 'column', 'operation', 'key', 'state', 'attempts', 'last at'];
  const body = letters.map((letter) => {
    const { id, code, column, operation, key, state, attempts, lastAt } = showLetter(letter, showValues);
    return [id, nameOf(letter), code, column ?? '', operation ?? '', key ?? '', state, String(attempts), lastAt];
  });
  const [attempts, state, operation, column, lastAt, key] = [7, 6, 4, 3, 8, 5];
  const optional = [attempts, state, operation, lastAt, column, key];
  const grid = renderGrid({
    header,
    body,
    left: [0, 1, 2, 3, 4, 5, 6, 8],
    elastic: 1,
    least: 20,
    optional,
    whole: [0, 2],
    width,
    paint,
  });
  const more = total > letters.length ? ` (${letters.length} shown; --limit shows more)` : '';
  return `${[...grid, '', `${counted(total, 'dead letter')}${more}`].join('\n')}\n`;
}

export function renderLetter(letter: StoredLetter, showValues: boolean): string {
  const shown = showLetter(letter, showValues);
  const { stream, shardId, sequenceNumber } = letter.position;
  const fields: readonly (readonly [string, string | null])[] = [
    ['id', shown.id],
    ['state', shown.state],
    ['table', nameOf(letter)],
    ['key', shown.key],
    ['moved from', shown.movedFrom],
    ['operation', shown.operation],
    ['code', shown.code],
    ['column', shown.column],
    ['message', shown.message],
    ['remedy', shown.remedy],
    ['time', shown.time],
    ['position', `${stream} ${shardId} ${sequenceNumber}`],
    ['attempts', String(shown.attempts)],
    ['first at', shown.firstAt],
    ['last at', shown.lastAt],
  ];
  const lines = fields.flatMap(([name, value]) =>
    value === null || value === '' ? [] : [printable(`${name.padEnd(10)}  ${value}`)],
  );
  const payload = showPayload(letter, showValues);
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload, null, 2);
  return `${[...lines, '', 'payload', printable(text)].join('\n')}\n`;
}

/** What `dray dead-letters retry` answers; the JSON form is relied on by scripts. */
export interface RetrySummary {
  readonly retried: number;
  readonly superseded: number;
  /** Refused again, or not tried: they are still open. */
  readonly open: number;
  readonly letters: readonly {
    readonly id: string;
    readonly table: string;
    readonly outcome: string;
    readonly code: string | null;
    readonly message: string;
  }[];
}

export function summarizeRetry(results: readonly RetriedLetter[]): RetrySummary {
  const count = (...outcomes: readonly string[]): number =>
    results.filter(({ outcome }) => outcomes.includes(outcome)).length;
  return {
    retried: count('retried'),
    superseded: count('superseded'),
    open: count('open', 'held'),
    letters: results.map(({ letter, outcome, code, message }) => ({
      id: letter.id,
      table: nameOf(letter),
      outcome,
      code: code ?? null,
      message,
    })),
  };
}

export function renderRetry({ retried, superseded, open, letters }: RetrySummary): string {
  if (letters.length === 0) return 'No dead letters.\n';
  const body = letters.map(({ id, table, outcome, code, message }) => [
    id,
    table,
    outcome,
    code === null ? message : `${code}: ${message}`,
  ]);
  const sum = `${retried} retried, ${superseded} superseded, ${open} still open`;
  const grid = renderGrid({ header: ['id', 'table', 'outcome', 'reason'], body, left: [0, 1, 2, 3] });
  return `${[...grid, '', sum].join('\n')}\n`;
}

function nameOf({ table }: StoredLetter): string {
  return table === undefined ? '' : `${table.schema}.${table.table}`;
}

function formatMicros(micros: number): string {
  const milliseconds = new Date(Math.floor(micros / 1000)).toISOString();
  return milliseconds.replace('Z', `${String(micros % 1000).padStart(3, '0')}Z`);
}
