import { assessStatus, healthOf } from '../status/assess-status.js';
import { isBroken, type JudgedTable, type PipelineStatus } from '../status/pipeline-status.js';
import { type StatusFinding } from '../status/status-finding.js';
import { counted } from './counted.js';
import { describeTime } from './describe-time.js';
import { fitHeight } from './fit-height.js';
import type { Paint } from './paint.js';
import { renderGrid } from './render-grid.js';
import { countLetters, statusLines, type StatusLine } from './status-lines.js';
import { textWidth } from './text-width.js';
import { wrapParts } from './wrap-parts.js';
import { remedyWords } from './remedy-words.js';
import { wrapText, wrapWords } from './wrap-text.js';

export interface StatusView {
  readonly verbose: boolean;
  readonly width: number | undefined;
  /** Lines that fit; absent: all are shown. */
  readonly height?: number | undefined;
  readonly paint: Paint;
}

const LABEL_WIDTH = 13;

/** The pipeline at one look; ends with a line break. */
export function renderStatus(status: PipelineStatus, view: StatusView): string {
  const findings = assessStatus(status);
  const lines = statusLines(status, view.verbose).flatMap((line) => renderLine(line, view));
  const shown = fitHeight(
    {
      head: [...headline(status, findings, view), '', ...lines],
      tables: tableLines(status, view),
      findings: findings.map((finding) => findingLines(finding, view)),
    },
    view,
  );
  return `${shown.join('\n')}\n`;
}

/** What `--output json` prints: everything that was read, and what is wrong with it. What is not known is `null`. */
export function showStatus(status: PipelineStatus): Readonly<Record<string, unknown>> {
  const findings = assessStatus(status);
  return { ...status, pipeline: pipelineOf(status), health: healthOf(status, findings), findings };
}

/** As it was named; else as the container calls it. */
function pipelineOf({ pipeline, sink }: PipelineStatus): string {
  if (pipeline !== '' || sink.kind !== 'read' || sink.value.kind !== 'container') return pipeline;
  return sink.value.report?.pipeline ?? '';
}

function headline(
  status: PipelineStatus,
  findings: readonly StatusFinding[],
  { paint, width }: StatusView,
): readonly string[] {
  const health = healthOf(status, findings);
  const tone = { healthy: 'good', warning: 'warning', broken: 'bad', unknown: 'warning' } as const;
  const found = findings.length === 0 ? '' : `, ${counted(findings.length, 'finding')}`;
  const pipeline = pipelineOf(status);
  const name = pipeline === '' ? 'pipeline' : `pipeline ${pipeline}`;
  const time = describeTime(status.at);
  const isLong = width !== undefined && textWidth(`${name}  ${health}${found}  ${time}`) > width;
  const first = `${paint('strong', name)}  ${paint(tone[health], health)}${found}`;
  return isLong ? [first, paint('dim', time)] : [`${first}  ${paint('dim', time)}`];
}

function renderLine({ label, tone, parts }: StatusLine, { width, paint }: StatusView): readonly string[] {
  const room = width === undefined ? Number.POSITIVE_INFINITY : Math.max(1, width - LABEL_WIDTH);
  return wrapParts(parts, room).map((text, at) => `${(at === 0 ? label : '').padEnd(LABEL_WIDTH)}${paint(tone, text)}`);
}

/** Tables that are not `live`, by what the target says, else by what the container says. */
function tableLines({ target, sink }: PipelineStatus, { width, paint }: StatusView): readonly string[] {
  const known =
    target.kind === 'read'
      ? target.value.tables.map((table) => ({ ...table, name: `${table.source.schema}.${table.source.table}` }))
      : sink.kind === 'read' && sink.value.kind === 'container'
        ? (sink.value.report?.tables ?? []).map((table) => ({ ...table, name: `${table.schema}.${table.name}` }))
        : [];
  const notLive = known
    .filter(({ state }) => state !== 'live')
    .toSorted((one, other) => Number(isBroken(other)) - Number(isBroken(one)));
  if (notLive.length === 0) return [];
  const body = notLive.map((table) => [
    table.name,
    { text: table.state, tone: isBroken(table) ? 'bad' : 'warning' } as const,
    whyNotLive(table),
  ]);
  const header = ['table', 'state', 'why'];
  return renderGrid({ header, body, left: [0, 1, 2], elastic: 2, least: 20, width, paint });
}

/** The reason of a suspended table tells of its letters itself. */
function whyNotLive({ state, reason, deadLetters }: JudgedTable): string {
  if (deadLetters === 0 || (state === 'suspended' && reason !== null)) return reason ?? '';
  const letters = countLetters(deadLetters);
  return reason === null ? letters : `${letters}. ${reason}`;
}

function findingLines(
  { part, level, message, remedy }: StatusFinding,
  { width, paint }: StatusView,
): readonly string[] {
  const word = level === 'bad' ? 'problem' : 'warning';
  const [first = '', ...rest] = wrapText(`${word}  ${part}: ${message}`, width, '  ');
  return [
    `${paint(level, word)}${first.slice(word.length)}`,
    ...rest,
    ...(remedy === '' ? [] : wrapWords(['  remedy:', ...remedyWords(remedy)], width, '    ')),
  ];
}
