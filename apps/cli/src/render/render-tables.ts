import type { Replication, TableStatistic } from '@drayage/aws-ops';
import { changesOf, hasErrors, sortTables, type SortOrder } from '../status/sort-tables.js';
import { isLoading, loadedPart } from '../tables/loaded-part.js';
import type { RowEstimates } from '../tables/row-estimates.js';
import { describeDuration } from './describe-time.js';
import { BAR_LENGTHS, loadBar } from './load-bar.js';
import type { Paint, Tone } from './paint.js';
import { renderBar } from './render-bar.js';
import { cut, renderGrid, type Cell } from './render-grid.js';
import { wrapText } from './wrap-text.js';

export interface TablesRead {
  readonly replication: Replication;
  readonly tables: readonly TableStatistic[];
  readonly estimates: RowEstimates;
}

export interface TablesView {
  readonly sort: SortOrder;
  readonly width: number | undefined;
  /** Lines that fit; absent: all are shown. */
  readonly height: number | undefined;
  readonly paint: Paint;
  readonly nowMs: number;
}

/** From so many columns on, the kinds of changes stand apart, and states have DMS's own words. */
const WIDE = 110;
/** Below so many, bars are short. */
const NARROW = 70;

/** Table statistics for a terminal; ends with a line break. */
export function renderTables(read: TablesRead, view: TablesView): string {
  const { replication, tables } = read;
  const { paint, width, height, sort } = view;
  const top = [...headLines(replication, view)];
  if (tables.length === 0) {
    return `${[...top, '', ...wrapText(whyNone(replication), width, '')].join('\n')}\n`;
  }
  if (replication.progress !== undefined && replication.migrationType !== 'cdc') {
    top.push(fit(overallLine(replication.progress, tables.length), view));
  }
  const bottom = ['', ...summaryLines(tables, view), ...estimateNote(read, view)];
  const sorted = sortTables(tables, sort);
  // Around the rows: a blank line, the header, and the line break at the end, which would scroll the first line away.
  const room = height === undefined ? sorted.length : Math.max(1, height - top.length - bottom.length - 3);
  const shown = sorted.length <= room ? sorted : sorted.slice(0, Math.max(1, room - 1));
  const more = shown.length === sorted.length ? [] : [paint('dim', `… and ${sorted.length - shown.length} more`)];
  return `${[...top, '', ...tableGrid(shown, read, view), ...more, ...bottom].join('\n')}\n`;
}

/** What `--output json` prints. What is not known is `null`. */
export function showTables(
  { replication, tables, estimates }: TablesRead,
  sort: SortOrder,
): Readonly<Record<string, unknown>> {
  const { identifier, arn, kind, state, status, progress } = replication;
  const rows = sortTables(tables, sort).map((table) => {
    const estimatedRows = estimateOf(table, estimates);
    return { ...table, estimatedRows, loadedPart: loadedPart(table, estimatedRows) };
  });
  return { replication: { identifier, arn, kind, state, status, progress }, tables: rows };
}

function headLines({ identifier, kind, status, state }: Replication, { paint, width }: TablesView): readonly string[] {
  const tone: Tone = state === 'running' ? 'good' : state === 'failed' ? 'bad' : 'warning';
  const name = `${identifier} (${kind})`;
  const first = cut(name, width === undefined ? Number.POSITIVE_INFINITY : Math.max(1, width - status.length - 2));
  return [
    `${paint('strong', first.slice(0, identifier.length))}${first.slice(identifier.length)}  ${paint(tone, status)}`,
  ];
}

function overallLine(progress: NonNullable<Replication['progress']>, count: number): string {
  const { fullLoadPercent, tablesLoaded, tablesLoading, tablesQueued, tablesErrored } = progress;
  const all = Math.max(tablesLoaded + tablesLoading + tablesQueued + tablesErrored, count);
  return `full load  ${renderBar(fullLoadPercent / 100, 20)} ${String(fullLoadPercent).padStart(3)} %  ${tablesLoaded} of ${all} tables`;
}

interface Column {
  readonly title: string;
  /** The higher, the sooner it is left out; absent: never. */
  readonly dispensable?: number;
  readonly isLeft?: boolean;
  readonly cell: (table: TableStatistic) => Cell | string;
}

function tableGrid(
  shown: readonly TableStatistic[],
  { replication, estimates }: TablesRead,
  view: TablesView,
): readonly string[] {
  const { width, paint, nowMs } = view;
  const tookMs = (table: TableStatistic): number | undefined => loadMs(table, nowMs);
  const isWide = width === undefined || width >= WIDE;
  const length = width === undefined || width >= NARROW ? BAR_LENGTHS.wide : BAR_LENGTHS.narrow;
  const withErrors = shown.some(({ fullLoadErrorRows }) => fullLoadErrorRows > 0);
  const load: readonly Column[] = [
    {
      title: 'loaded',
      isLeft: true,
      dispensable: 2,
      cell: (table) => ({ text: loadBar(table, estimateOf(table, estimates), { nowMs, length }), tone: toneOf(table) }),
    },
    { title: 'rows', cell: ({ fullLoadRows }) => count(fullLoadRows) },
    {
      title: 'errors',
      ...(withErrors ? {} : { dispensable: 5 }),
      cell: ({ fullLoadErrorRows: rows }) => ({ text: count(rows), tone: rows > 0 ? 'bad' : 'plain' }),
    },
    { title: 'rows/s', dispensable: 4, cell: (table) => rateOf(table, tookMs(table)) },
  ];
  const changes: readonly Column[] = isWide
    ? [
        { title: 'took', dispensable: 9, cell: (table) => describeMs(tookMs(table)) },
        { title: 'inserts', dispensable: 7, cell: ({ inserts }) => count(inserts) },
        { title: 'updates', dispensable: 7, cell: ({ updates }) => count(updates) },
        { title: 'deletes', dispensable: 7, cell: ({ deletes }) => count(deletes) },
        { title: 'ddl', dispensable: 8, cell: ({ ddls }) => count(ddls) },
      ]
    : [{ title: 'changes', dispensable: 3, cell: (table) => count(changesOf(table)) }];
  const columns: readonly Column[] = [
    { title: 'table', isLeft: true, cell: ({ schema, table }) => (schema === '' ? table : `${schema}.${table}`) },
    {
      title: 'state',
      isLeft: true,
      cell: (table) => ({ text: isWide || table.state === 'other' ? table.status : table.state, tone: toneOf(table) }),
    },
    ...(replication.migrationType === 'cdc' ? [] : load),
    ...changes,
  ];
  const places = [...columns.keys()];
  const rank = (at: number): number => columns[at]?.dispensable ?? 0;
  return renderGrid({
    header: columns.map(({ title }) => title),
    body: shown.map((table) => columns.map(({ cell }) => cell(table))),
    left: places.filter((at) => columns[at]?.isLeft === true),
    elastic: 0,
    least: 16,
    // Half a number is a wrong one.
    whole: places.filter((at) => columns[at]?.isLeft !== true),
    optional: places.filter((at) => rank(at) > 0).toSorted((one, other) => rank(other) - rank(one)),
    width,
    paint,
  });
}

function estimateOf({ schema, table }: TableStatistic, estimates: RowEstimates): number | null {
  return estimates.kind === 'read' ? (estimates.rows.get(`${schema}.${table}`) ?? null) : null;
}

function rateOf({ fullLoadRows }: TableStatistic, tookMs: number | undefined): string {
  return tookMs === undefined || tookMs < 1_000 ? '' : count(Math.round(fullLoadRows / (tookMs / 1_000)));
}

function describeMs(ms: number | undefined): string {
  return ms === undefined ? '' : describeDuration(ms);
}

/** How long the load took, or takes so far. */
function loadMs(table: TableStatistic, nowMs: number): number | undefined {
  const { fullLoadStartedAt, fullLoadEndedAt } = table;
  const endMs = fullLoadEndedAt?.getTime() ?? (isLoading(table) ? nowMs : undefined);
  return fullLoadStartedAt === undefined || endMs === undefined
    ? undefined
    : Math.max(0, endMs - fullLoadStartedAt.getTime());
}

function toneOf(table: TableStatistic): Tone {
  if (hasErrors(table)) return 'bad';
  return table.state === 'completed' ? 'good' : 'warning';
}

function summaryLines(tables: readonly TableStatistic[], { width, paint }: TablesView): readonly string[] {
  const rows = tables.reduce((sum, { fullLoadRows }) => sum + fullLoadRows, 0);
  const changes = tables.reduce((sum, table) => sum + changesOf(table), 0);
  const broken = tables.filter(hasErrors).length;
  const text = `${count(tables.length)} ${tables.length === 1 ? 'table' : 'tables'}, ${count(rows)} rows loaded, ${count(changes)} changes`;
  if (broken === 0) return wrapText(text, width, '');
  return wrapText(`${text}, ${broken} with errors`, width, '').map((line) =>
    line.replace(`${broken} with errors`, paint('bad', `${broken} with errors`)),
  );
}

/** Why bars say nothing, where they could. */
function estimateNote({ tables, estimates }: TablesRead, view: TablesView): readonly string[] {
  if (estimates.kind === 'read' || !tables.some(isLoading)) return [];
  return wrapText(`No estimate of rows: ${estimates.why}`, view.width, '').map((line) => view.paint('dim', line));
}

function whyNone({ state, everStarted, kind }: Replication): string {
  if (!everStarted && state === 'ready') return 'No table statistics: it was never started.';
  switch (state) {
    case 'running':
      return 'No table statistics yet. If it stays so, no table matches its mappings: dray doctor --only mappings.';
    case 'starting':
      return 'No table statistics yet: they come once it runs.';
    case 'ready':
    case 'stopped':
    case 'stopping':
    case 'failed':
    case 'changing':
    case 'deleting':
      return kind === 'serverless'
        ? 'No table statistics: its capacity was given back, and DMS forgets them with it.'
        : 'No table statistics: DMS has kept none.';
  }
}

function fit(text: string, { width }: TablesView): string {
  return cut(text, width ?? Number.POSITIVE_INFINITY);
}

/** `1234567` as `1,234,567`. */
function count(value: number): string {
  return value.toLocaleString('en-US');
}
