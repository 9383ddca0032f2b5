import { streamName } from '@drayage/config';
import {
  type ContainerSink,
  type FunctionSink,
  isBroken,
  type JudgedTable,
  type PipelineStatus,
  type ReplicationStatus,
  type SinkStatus,
  type StreamStatus,
  type TargetStatus,
} from '../status/pipeline-status.js';
import { isFunction } from '../status/assess-target.js';
import { counted } from './counted.js';
import type { StatusPart } from '../status/status-part.js';
import { describeDuration } from './describe-time.js';
import type { Tone } from './paint.js';

/** One line of a part: what it is called, and what is said of it. */
export interface StatusLine {
  readonly label: string;
  readonly tone: Tone;
  readonly parts: readonly string[];
}

/** What each part says of itself; `verbose`: also ARNs, shards and mappings. */
export function statusLines(status: PipelineStatus, verbose: boolean): readonly StatusLine[] {
  const { replication, stream, sink, target } = status;
  return [
    ...partLines('replication', replication, (value) => replicationLines(value, verbose)),
    ...partLines('stream', stream, (value) => streamLines(value, verbose)),
    ...partLines('sink', sink, (value) => sinkLines(value, verbose)),
    ...partLines('target', target, (value) => targetLines(value, isFunction(sink))),
  ];
}

function partLines<T>(
  label: string,
  part: StatusPart<T>,
  lines: (value: T) => readonly StatusLine[],
): readonly StatusLine[] {
  switch (part.kind) {
    case 'absent':
      return [{ label, tone: 'dim', parts: [part.why] }];
    case 'failed':
      return [{ label, tone: 'bad', parts: ['cannot be read'] }];
    case 'read':
      return lines(part.value);
  }
}

function more(...parts: readonly string[]): StatusLine {
  return { label: '', tone: 'dim', parts };
}

function replicationLines(value: ReplicationStatus, verbose: boolean): readonly StatusLine[] {
  const { replication, sourceLatencySeconds, targetLatencySeconds, endpoints } = value;
  const { identifier, kind, status, state, stopReason, progress, capacityUnits, migrationType, recoveryCheckpoint } =
    replication;
  const latency = [
    ...(sourceLatencySeconds === null ? [] : [`source ${describeDuration(sourceLatencySeconds * 1000)}`]),
    ...(targetLatencySeconds === null ? [] : [`target ${describeDuration(targetLatencySeconds * 1000)}`]),
  ].join(', ');
  const tones: Readonly<Partial<Record<typeof state, Tone>>> = { running: 'good', failed: 'bad' };
  return [
    {
      label: 'replication',
      tone: tones[state] ?? 'warning',
      parts: [
        `${identifier} (${kind}, ${migrationType})`,
        stopReason === undefined || state === 'running' ? status : `${status} (${stopReason})`,
        ...(progress === undefined || migrationType === 'cdc' ? [] : [describeLoad(progress)]),
        ...(latency === '' ? [] : [`behind: ${latency}`]),
        ...(capacityUnits === undefined ? [] : [`${capacityUnits} capacity units`]),
      ],
    },
    ...(verbose ? [more(replication.arn)] : []),
    ...(verbose && recoveryCheckpoint !== undefined ? [more(`goes on at ${recoveryCheckpoint}`)] : []),
    ...endpoints.map(({ direction, connection, identifier: name, engine, server, status: word }): StatusLine => ({
      label: `  ${direction}`,
      tone: connection === 'failed' ? 'bad' : 'plain',
      parts: [
        `${name} (${engine})`,
        ...(server === undefined ? [] : [server]),
        word,
        ...(connection === null ? [] : [`connection ${connection}`]),
      ],
    })),
  ];
}

function describeLoad(progress: NonNullable<ReplicationStatus['replication']['progress']>): string {
  const { fullLoadPercent, tablesLoaded, tablesLoading, tablesErrored } = progress;
  return [
    `full load ${fullLoadPercent} %`,
    `${counted(tablesLoaded, 'table')} loaded`,
    ...(tablesLoading === 0 ? [] : [`${tablesLoading} loading`]),
    ...(tablesErrored === 0 ? [] : [`${tablesErrored} with errors`]),
  ].join(', ');
}

function streamLines(
  { stream, iteratorAgeMs, throttledWrites }: StreamStatus,
  verbose: boolean,
): readonly StatusLine[] {
  const open = stream.shards.filter(({ isOpen }) => isOpen).length;
  const closed = stream.shards.length - open;
  const parts = [
    stream.name,
    stream.status,
    `${counted(open, 'shard')}${closed === 0 ? '' : `, ${closed} closed`} (${stream.mode})`,
    `keeps ${stream.retentionHours} h`,
    ...(stream.encryption.kind === 'kms' ? ['encrypted'] : []),
    ...(iteratorAgeMs === null ? [] : [`readers ${describeDuration(iteratorAgeMs)} behind`]),
    ...(throttledWrites === null ? [] : [`${counted(throttledWrites, 'throttled write')} in 15 min`]),
  ];
  const tone = stream.status === 'ACTIVE' && (throttledWrites ?? 0) === 0 ? 'good' : 'warning';
  if (!verbose) return [{ label: 'stream', tone, parts }];
  return [
    { label: 'stream', tone, parts },
    more(stream.arn),
    ...stream.shards.map(({ shardId, isOpen, parentShardIds }) =>
      more(
        shardId,
        isOpen ? 'open' : 'closed',
        ...(parentShardIds.length === 0 ? [] : [`from ${parentShardIds.join(', ')}`]),
      ),
    ),
    ...stream.consumers.map(({ name, status }) => more(`consumer ${name}`, status)),
  ];
}

function sinkLines(sink: SinkStatus, verbose: boolean): readonly StatusLine[] {
  return sink.kind === 'function' ? functionLines(sink, verbose) : containerLines(sink, verbose);
}

function containerLines({ report, url, service }: ContainerSink, verbose: boolean): readonly StatusLine[] {
  const shards = (report?.shards ?? []).filter(({ state }) => state !== 'finished');
  const read = shards.flatMap(({ lagMs, owner }) => (lagMs === null || owner === null ? [] : [lagMs]));
  const isWell =
    report === null ||
    (report.state === 'running' && read.length === shards.length && !lacksSomething(report.tables, report.deadLetters));
  const isRunning = service === null || (service.runningTasks > 0 && service.runningTasks >= service.desiredTasks);
  const parts = [
    url === null ? 'container' : `container ${url}`,
    ...(report === null
      ? []
      : [
          report.state,
          `${counted(shards.length, 'shard')}${read.length === shards.length ? '' : `, ${shards.length - read.length} not read`}`,
          ...(read.length === 0 ? [] : [`${describeDuration(Math.max(...read))} behind`]),
          countLetters(report.deadLetters),
          describeFreshness(report.freshnessMs),
        ]),
    ...(service === null
      ? []
      : [
          `service ${service.name}`,
          `${service.runningTasks} of ${counted(service.desiredTasks, 'task runs', 'tasks run')}${service.pendingTasks === 0 ? '' : `, ${service.pendingTasks} starting`}`,
          ...(service.rollout === undefined
            ? []
            : [`deployment ${service.rollout.toLowerCase().replaceAll('_', ' ')}`]),
        ]),
  ];
  return [
    { label: 'sink', tone: isWell && isRunning ? 'good' : 'warning', parts },
    ...(verbose
      ? (report?.shards ?? []).map(({ shardId, lagMs, owner }) =>
          more(
            shardId,
            lagMs === null || owner === null ? 'not read' : `${describeDuration(lagMs)} behind`,
            owner ?? 'nobody',
          ),
        )
      : []),
    ...(verbose && service?.lastEvent !== undefined ? [more(service.lastEvent.message)] : []),
  ];
}

function functionLines(
  { description, mappings, iteratorAgeMs }: FunctionSink,
  verbose: boolean,
): readonly StatusLine[] {
  const streams = new Set(mappings?.map(({ sourceArn }) => sourceArn));
  const parts = [
    `function ${description.name}`,
    description.state,
    ...(mappings ?? []).map(({ state, lastResult, sourceArn }) => {
      const from = streams.size > 1 ? ` of ${streamName(sourceArn)}` : '';
      return `mapping${from} ${state}${lastResult === undefined ? '' : ` (${lastResult})`}`;
    }),
    ...(iteratorAgeMs === null ? [] : [`${describeDuration(iteratorAgeMs)} behind`]),
  ];
  const isGood =
    description.state === 'Active' &&
    mappings?.some(({ state }) => state === 'Enabled') === true &&
    mappings.every(({ lastResult }) => lastResult?.startsWith('PROBLEM') !== true);
  return [
    { label: 'sink', tone: isGood ? 'good' : 'warning', parts },
    ...(verbose
      ? [
          more(description.imageUri ?? description.arn),
          ...(mappings ?? []).map(({ id, batchSize, parallelizationFactor }) =>
            more(
              `mapping ${id}`,
              `batches of ${batchSize ?? 100}`,
              `parallelization factor ${parallelizationFactor ?? 1}`,
            ),
          ),
        ]
      : []),
  ];
}

function targetLines(
  { tables, deadLetters, freshnessMs, otherPipelines }: TargetStatus,
  isFedByFunction: boolean,
): readonly StatusLine[] {
  if (otherPipelines !== null)
    return [{ label: 'target', tone: 'warning', parts: ['nothing of this pipeline is there'] }];
  const states = new Map<string, number>();
  for (const { state } of tables) states.set(state, (states.get(state) ?? 0) + 1);
  const counts = [...states].map(([state, count]) => `${count} ${state}`).join(', ');
  const parts = [
    `${counted(tables.length, 'table')}${counts === '' ? '' : `: ${counts}`}`,
    countLetters(deadLetters),
    isFedByFunction && freshnessMs !== null
      ? `last record applied ${describeDuration(freshnessMs)} ago`
      : describeFreshness(freshnessMs),
  ];
  return [{ label: 'target', tone: lacksSomething(tables, deadLetters) ? 'bad' : 'good', parts }];
}

/** As in “2 open dead letters”. */
export function countLetters(count: number): string {
  return counted(count, 'open dead letter');
}

function describeFreshness(freshnessMs: number | null): string {
  return freshnessMs === null ? 'freshness not known' : `fresh as of ${describeDuration(freshnessMs)} ago`;
}

function lacksSomething(tables: readonly Pick<JudgedTable, 'state'>[], deadLetters: number): boolean {
  return deadLetters > 0 || tables.some(isBroken);
}
