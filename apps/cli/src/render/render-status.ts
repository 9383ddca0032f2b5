import { assessStatus, healthOf, type StatusFinding } from '../status/assess-status.js';
import type { PipelineStatus, ReplicationStatus, SinkStatus, StreamStatus, TargetStatus } from '../status/pipeline-status.js';
import type { StatusPart } from '../status/status-part.js';
import { describeDuration, describeTime } from './describe-time.js';
import type { Paint, Tone } from './paint.js';
import { cut, renderGrid } from './render-grid.js';

export interface StatusView {
  readonly verbose: boolean;
  readonly width: number | undefined;
  readonly paint: Paint;
}

/** One line of a part: what it is called, and what is said of it. */
interface Line {
  readonly label: string;
  readonly tone: Tone;
  readonly text: string;
}

const LABEL_WIDTH = 13;

/** The pipeline at one look; ends with a line break. */
export function renderStatus(status: PipelineStatus, view: StatusView): string {
  const findings = assessStatus(status);
  const lines = [
    ...partLines('replication', status.replication, (value) => replicationLines(value, view)),
    ...partLines('stream', status.stream, (value) => streamLines(value, view)),
    ...partLines('sink', status.sink, (value) => sinkLines(value, view)),
    ...partLines('target', status.target, targetLines),
  ].map((line) => renderLine(line, view));
  return `${[headline(status, findings, view), '', ...lines, ...tableLines(status, view), ...findingLines(findings, view)].join('\n')}\n`;
}

/** What `--output json` prints: everything that was read, and what is wrong with it. */
export function showStatus(status: PipelineStatus): Readonly<Record<string, unknown>> {
  const findings = assessStatus(status);
  return { ...status, health: healthOf(findings), findings };
}

function headline({ pipeline, at }: PipelineStatus, findings: readonly StatusFinding[], { paint }: StatusView): string {
  const health = healthOf(findings);
  const tone = { healthy: 'good', warning: 'warning', broken: 'bad' } as const;
  const count = findings.length === 1 ? '1 finding' : `${findings.length} findings`;
  const name = pipeline === '' ? 'pipeline' : `pipeline ${pipeline}`;
  return `${paint('strong', name)}  ${paint(tone[health], health)}${findings.length === 0 ? '' : `, ${count}`}  ${paint('dim', describeTime(at))}`;
}

function partLines<T>(label: string, part: StatusPart<T>, lines: (value: T) => readonly Line[]): readonly Line[] {
  switch (part.kind) {
    case 'absent':
      return [{ label, tone: 'dim', text: part.why }];
    case 'failed':
      return [{ label, tone: 'bad', text: 'cannot be read' }];
    case 'read':
      return lines(part.value);
  }
}

function renderLine({ label, tone, text }: Line, { width, paint }: StatusView): string {
  const room = width === undefined ? Number.POSITIVE_INFINITY : width - LABEL_WIDTH;
  return `${label.padEnd(LABEL_WIDTH)}${paint(tone, cut(text, room))}`;
}

function replicationLines(value: ReplicationStatus, { verbose }: StatusView): readonly Line[] {
  const { replication, sourceLatencySeconds, targetLatencySeconds, endpoints } = value;
  const { identifier, kind, status, state, stopReason, progress, capacityUnits, migrationType } = replication;
  const latency = [
    ...(sourceLatencySeconds === null ? [] : [`source ${describeDuration(sourceLatencySeconds * 1000)}`]),
    ...(targetLatencySeconds === null ? [] : [`target ${describeDuration(targetLatencySeconds * 1000)}`]),
  ].join(', ');
  const tones: Readonly<Partial<Record<typeof state, Tone>>> = { running: 'good', failed: 'bad' };
  const parts = [
    `${identifier} (${kind}, ${migrationType})`,
    stopReason === undefined || state === 'running' ? status : `${status} (${stopReason})`,
    ...(progress === undefined ? [] : [`full load ${progress.fullLoadPercent} %, ${progress.tablesLoaded} tables loaded${progress.tablesLoading === 0 ? '' : `, ${progress.tablesLoading} loading`}${progress.tablesErrored === 0 ? '' : `, ${progress.tablesErrored} with errors`}`]),
    ...(latency === '' ? [] : [`behind: ${latency}`]),
    ...(capacityUnits === undefined ? [] : [`${capacityUnits} capacity units`]),
  ];
  const more = verbose
    ? [
        { label: '', tone: 'dim', text: replication.arn } as const,
        ...(replication.recoveryCheckpoint === undefined ? [] : [{ label: '', tone: 'dim', text: `goes on at ${replication.recoveryCheckpoint}` } as const]),
      ]
    : [];
  return [
    { label: 'replication', tone: tones[state] ?? 'warning', text: parts.join(' · ') },
    ...more,
    ...endpoints.map((endpoint): Line => ({
      label: `  ${endpoint.direction}`,
      tone: endpoint.connection === 'failed' ? 'bad' : 'plain',
      text: [`${endpoint.identifier} (${endpoint.engine})`, ...(endpoint.server === undefined ? [] : [endpoint.server]), endpoint.status, ...(endpoint.connection === null ? [] : [`connection ${endpoint.connection}`])].join(' · '),
    })),
  ];
}

function streamLines({ stream, iteratorAgeMs }: StreamStatus, { verbose }: StatusView): readonly Line[] {
  const open = stream.shards.filter(({ isOpen }) => isOpen).length;
  const closed = stream.shards.length - open;
  const parts = [
    stream.name,
    stream.status,
    `${open} ${open === 1 ? 'shard' : 'shards'}${closed === 0 ? '' : `, ${closed} closed`} (${stream.mode})`,
    `keeps ${stream.retentionHours} h`,
    ...(stream.encryption.kind === 'kms' ? ['encrypted'] : []),
    ...(iteratorAgeMs === null ? [] : [`readers ${describeDuration(iteratorAgeMs)} behind`]),
  ];
  const more = verbose
    ? [
        { label: '', tone: 'dim', text: stream.arn } as const,
        ...stream.shards.map(({ shardId, isOpen, parentShardIds }): Line => ({
          label: '',
          tone: 'dim',
          text: [shardId, isOpen ? 'open' : 'closed', ...(parentShardIds.length === 0 ? [] : [`from ${parentShardIds.join(', ')}`])].join(' · '),
        })),
        ...stream.consumers.map(({ name, status }): Line => ({ label: '', tone: 'dim', text: `consumer ${name} · ${status}` })),
      ]
    : [];
  return [{ label: 'stream', tone: stream.status === 'ACTIVE' ? 'good' : 'warning', text: parts.join(' · ') }, ...more];
}

function sinkLines(sink: SinkStatus, { verbose }: StatusView): readonly Line[] {
  if (sink.kind === 'container') {
    const { report, url } = sink;
    const lags = report.shards.map(({ lagMs }) => lagMs ?? 0);
    const parts = [`container ${url}`, report.state, `${report.shards.length} shards`, `${describeDuration(Math.max(0, ...lags))} behind`];
    const more = verbose
      ? report.shards.map(({ shardId, lagMs, owner }): Line => ({ label: '', tone: 'dim', text: `${shardId} · ${lagMs === null ? 'not read' : `${describeDuration(lagMs)} behind`} · ${owner ?? 'nobody'}` }))
      : [];
    return [{ label: 'sink', tone: report.state === 'running' ? 'good' : 'warning', text: parts.join(' · ') }, ...more];
  }
  const { description, mappings, iteratorAgeMs } = sink;
  const parts = [
    `function ${description.name}`,
    description.state,
    ...mappings.map(({ state, lastResult }) => `mapping ${state}${lastResult === undefined ? '' : ` (${lastResult})`}`),
    ...(iteratorAgeMs === null ? [] : [`${describeDuration(iteratorAgeMs)} behind`]),
  ];
  const isGood = description.state === 'Active' && mappings.some(({ state }) => state === 'Enabled') && mappings.every(({ lastResult }) => lastResult?.startsWith('PROBLEM') !== true);
  const more = verbose
    ? [
        { label: '', tone: 'dim', text: description.imageUri ?? description.arn } as const,
        ...mappings.map(({ id, batchSize, parallelizationFactor }): Line => ({ label: '', tone: 'dim', text: `mapping ${id} · batches of ${batchSize ?? 100} · parallelization factor ${parallelizationFactor ?? 1}` })),
      ]
    : [];
  return [{ label: 'sink', tone: isGood ? 'good' : 'warning', text: parts.join(' · ') }, ...more];
}

function targetLines({ tables, deadLetters, freshnessMs }: TargetStatus): readonly Line[] {
  const states = new Map<string, number>();
  for (const { state } of tables) states.set(state, (states.get(state) ?? 0) + 1);
  const counts = [...states].map(([state, count]) => `${count} ${state}`).join(', ');
  const parts = [
    `${tables.length} ${tables.length === 1 ? 'table' : 'tables'}${counts === '' ? '' : `: ${counts}`}`,
    `${deadLetters} open dead ${deadLetters === 1 ? 'letter' : 'letters'}`,
    freshnessMs === null ? 'freshness not known' : `fresh as of ${describeDuration(freshnessMs)} ago`,
  ];
  const isBroken = deadLetters > 0 || tables.some(({ state }) => state === 'incomplete' || state === 'suspended');
  return [{ label: 'target', tone: isBroken ? 'bad' : 'good', text: parts.join(' · ') }];
}

/** Tables that are not `live`, by what the target says, else by what the container says. */
function tableLines({ target, sink }: PipelineStatus, { width, paint }: StatusView): readonly string[] {
  const known =
    target.kind === 'read'
      ? target.value.tables.map(({ source, state, reason }) => ({ name: `${source.schema}.${source.table}`, state, reason }))
      : sink.kind === 'read' && sink.value.kind === 'container'
        ? sink.value.report.tables.map(({ schema, name, state, reason }) => ({ name: `${schema}.${name}`, state, reason }))
        : [];
  const notLive = known.filter(({ state }) => state !== 'live');
  if (notLive.length === 0) return [];
  const body = notLive.map(({ name, state, reason }) => [name, { text: state, tone: state === 'incomplete' || state === 'suspended' ? 'bad' : 'warning' } as const, reason ?? '']);
  return ['', ...renderGrid({ header: ['table', 'state', 'why'], body, left: [0, 1, 2], elastic: 2, width, paint })];
}

function findingLines(findings: readonly StatusFinding[], { paint }: StatusView): readonly string[] {
  return findings.flatMap(({ part, level, message, remedy }) => [
    '',
    `${paint(level === 'bad' ? 'bad' : 'warning', level === 'bad' ? 'problem' : 'warning')}  ${part}: ${message}`,
    ...(remedy === '' ? [] : [`  remedy: ${remedy}`]),
  ]);
}
