import type { Replication, TableStatistic } from '@drayage/aws-ops';
import { changesOf, hasErrors, sortTables, type SortOrder } from '../status/sort-tables.js';
import { describeDuration } from './describe-time.js';
import type { Paint, Tone } from './paint.js';
import { renderBar } from './render-bar.js';
import { renderGrid, type Cell } from './render-grid.js';

export interface TablesRead {
  readonly replication: Replication;
  readonly tables: readonly TableStatistic[];
}

export interface TablesView {
  readonly sort: SortOrder;
  readonly width: number | undefined;
  /** Lines that fit; absent: all are shown. */
  readonly height: number | undefined;
  readonly paint: Paint;
  readonly nowMs: number;
}

/** Lines around the tables: the headline, the bar, the header, what is left out. */
const LINES_AROUND = 7;

/** Table statistics for a terminal; ends with a line break. */
export function renderTables({ replication, tables }: TablesRead, view: TablesView): string {
  const { paint, width, height, sort, nowMs } = view;
  const { identifier, kind, status, state, progress } = replication;
  const tone: Tone = state === 'running' ? 'good' : state === 'failed' ? 'bad' : 'warning';
  const lines = [`${paint('strong', identifier)} (${kind})  ${paint(tone, status)}`];
  if (tables.length === 0) return `${[...lines, '', 'No table statistics: it was never started, or its capacity was given back since.'].join('\n')}\n`;
  if (progress !== undefined) {
    const all = progress.tablesLoaded + progress.tablesLoading + progress.tablesQueued + progress.tablesErrored;
    lines.push(`full load  ${renderBar(progress.fullLoadPercent / 100, 30)} ${String(progress.fullLoadPercent).padStart(3)} %  ${progress.tablesLoaded} of ${Math.max(all, tables.length)} tables`);
  }
  const sorted = sortTables(tables, sort);
  const shown = height === undefined ? sorted : sorted.slice(0, Math.max(1, height - LINES_AROUND));
  const body = shown.map((table) => row(table, nowMs));
  const header = ['table', 'state', 'rows loaded', 'errors', 'rows/s', 'took', 'inserts', 'updates', 'deletes', 'ddl'];
  lines.push('', ...renderGrid({ header, body, left: [0, 1], elastic: 0, width, paint }));
  if (shown.length < sorted.length) lines.push(paint('dim', `… and ${sorted.length - shown.length} more`));
  const broken = tables.filter(hasErrors).length;
  lines.push('', summary(tables, broken, paint));
  return `${lines.join('\n')}\n`;
}

/** What `--output json` prints. */
export function showTables({ replication, tables }: TablesRead, sort: SortOrder): Readonly<Record<string, unknown>> {
  const { identifier, arn, kind, state, status, progress } = replication;
  return { replication: { identifier, arn, kind, state, status, progress }, tables: sortTables(tables, sort) };
}

function row(table: TableStatistic, nowMs: number): readonly (Cell | string)[] {
  const { schema, table: name, status, state, fullLoadRows, fullLoadErrorRows, fullLoadStartedAt, fullLoadEndedAt, inserts, updates, deletes, ddls } = table;
  const endMs = fullLoadEndedAt?.getTime() ?? (state === 'loading' || state === 'reloading' ? nowMs : undefined);
  const tookMs = fullLoadStartedAt === undefined || endMs === undefined ? undefined : Math.max(0, endMs - fullLoadStartedAt.getTime());
  return [
    schema === '' ? name : `${schema}.${name}`,
    { text: status, tone: toneOf(table) },
    count(fullLoadRows),
    { text: count(fullLoadErrorRows), tone: fullLoadErrorRows > 0 ? 'bad' : 'plain' },
    tookMs === undefined || tookMs < 1_000 ? '' : count(Math.round(fullLoadRows / (tookMs / 1_000))),
    tookMs === undefined ? '' : describeDuration(tookMs),
    count(inserts),
    count(updates),
    count(deletes),
    count(ddls),
  ];
}

function toneOf(table: TableStatistic): Tone {
  if (hasErrors(table)) return 'bad';
  return table.state === 'completed' ? 'good' : 'warning';
}

function summary(tables: readonly TableStatistic[], broken: number, paint: Paint): string {
  const rows = tables.reduce((sum, { fullLoadRows }) => sum + fullLoadRows, 0);
  const changes = tables.reduce((sum, table) => sum + changesOf(table), 0);
  const text = `${tables.length} tables, ${count(rows)} rows loaded, ${count(changes)} changes`;
  return broken === 0 ? text : `${text}, ${paint('bad', `${broken} with errors`)}`;
}

/** `1234567` as `1,234,567`. */
function count(value: number): string {
  return value.toLocaleString('en-US');
}
