import { explainFailure } from '@drayage/aws-ops';
import type { PipelineStatus, ReplicationStatus, SinkStatus, StreamStatus, TargetStatus } from './pipeline-status.js';
import type { StatusPart } from './status-part.js';

/** Something that somebody should look at. */
export interface StatusFinding {
  readonly part: 'replication' | 'stream' | 'sink' | 'target';
  readonly level: 'bad' | 'warning';
  readonly message: string;
  readonly remedy: string;
}

export type PipelineHealth = 'healthy' | 'warning' | 'broken';

const SLOW_SOURCE_SECONDS = 300;
const STALE_MS = 300_000;

/** What is wrong, the worst first. Pure. */
export function assessStatus({ replication, stream, sink, target }: PipelineStatus): readonly StatusFinding[] {
  const findings = [
    ...ofPart('replication', replication, assessReplication),
    ...ofPart('stream', stream, assessStream),
    ...ofPart('sink', sink, assessSink),
    ...ofPart('target', target, assessTarget),
  ];
  return [...findings.filter(({ level }) => level === 'bad'), ...findings.filter(({ level }) => level === 'warning')];
}

export function healthOf(findings: readonly StatusFinding[]): PipelineHealth {
  if (findings.some(({ level }) => level === 'bad')) return 'broken';
  return findings.length > 0 ? 'warning' : 'healthy';
}

type Found = Omit<StatusFinding, 'part'>;

function ofPart<T>(part: StatusFinding['part'], read: StatusPart<T>, assess: (value: T) => readonly Found[]): readonly StatusFinding[] {
  switch (read.kind) {
    case 'absent':
      return [];
    case 'failed':
      return [{ part, level: 'bad', message: `It cannot be read: ${read.message}`, remedy: read.remedy ?? '' }];
    case 'read':
      return assess(read.value).map((found) => ({ part, ...found }));
  }
}

function assessReplication({ replication, endpoints, sourceLatencySeconds }: ReplicationStatus): readonly Found[] {
  const { state, status, stopReason, failures, migrationType, progress } = replication;
  const [failure] = failures;
  const found: Found[] = [];
  if (state === 'failed') {
    const explained = failure === undefined ? undefined : explainFailure(failure);
    found.push(bad(`It failed${failure === undefined ? '' : `: ${failure}`}`, explained?.remedy ?? 'See dray logs --source dms --level error, then dray resume.'));
  } else if (state === 'stopped' && !(migrationType === 'full-load' && stopReason === 'FULL_LOAD_ONLY_FINISHED')) {
    found.push(warning(`It is stopped${stopReason === undefined ? '' : ` (${stopReason})`}: changes are not read.`, 'dray resume, before the source removes what was not read.'));
  } else if (state === 'ready') found.push(warning('It was never started.', 'dray start'));
  else if (state === 'changing' || state === 'deleting') found.push(warning(`It is ${status}.`, 'Wait.'));
  if (progress !== undefined && progress.tablesErrored > 0) {
    found.push(bad(`${progress.tablesErrored} ${progress.tablesErrored === 1 ? 'table has' : 'tables have'} errors.`, 'dray tables says which; then dray reload SCHEMA.TABLE.'));
  }
  if (sourceLatencySeconds !== null && sourceLatencySeconds > SLOW_SOURCE_SECONDS) {
    found.push(warning(`It is ${Math.round(sourceLatencySeconds)} s behind the source.`, 'Look for long transactions at the source, then at the target latency.'));
  }
  for (const { identifier, connection, failure: reason } of endpoints.filter((endpoint) => endpoint.connection === 'failed')) {
    const explained = reason === null ? undefined : explainFailure(reason);
    found.push(bad(`The connection to ${identifier} ${connection ?? ''}${reason === null ? '' : `: ${reason}`}`, explained?.remedy ?? 'dray test-connection'));
  }
  return found;
}

function assessStream({ stream, iteratorAgeMs }: StreamStatus): readonly Found[] {
  const retentionMs = stream.retentionHours * 3_600_000;
  const found: Found[] = [];
  if (stream.status !== 'ACTIVE') found.push(warning(`It is ${stream.status}.`, 'Wait.'));
  if (iteratorAgeMs !== null && iteratorAgeMs > retentionMs / 2) {
    found.push(bad(`Its readers are behind by more than half of its retention of ${stream.retentionHours} h.`, 'Raise the retention now, then see what holds the sink up: records that are older are lost.'));
  }
  if (stream.retentionHours <= 24) {
    found.push(warning(`It keeps records for ${stream.retentionHours} h only.`, 'Raise the retention to 168 h, so that a sink that is held up loses nothing.'));
  }
  return found;
}

function assessSink(sink: SinkStatus): readonly Found[] {
  if (sink.kind === 'container') {
    const { state, warnings } = sink.report;
    return [
      ...(state === 'running' ? [] : [warning(`It is ${state}.`, 'See its log.')]),
      ...warnings.map((text) => warning(text, 'See its live page.')),
    ];
  }
  const { description, mappings } = sink;
  const found: Found[] = [];
  if (description.state === 'Failed' || description.lastUpdate === 'Failed') {
    found.push(bad(`The function failed to become active${description.lastUpdateReason === undefined ? '' : `: ${description.lastUpdateReason}`}`, 'dray lambda update'));
  }
  if (mappings.length === 0) found.push(bad('No stream feeds the function.', 'Deploy the event source mapping, and check the name of the function.'));
  for (const { state, lastResult, id, reportsBatchItemFailures, maximumRetryAttempts } of mappings) {
    if (state === 'Disabled' || state === 'Disabling') found.push(warning(`The mapping ${id} is paused.`, 'dray lambda resume'));
    if (lastResult?.startsWith('PROBLEM') === true) found.push(bad(`The mapping ${id} says: ${lastResult}`, 'dray logs --source lambda --level error'));
    if (!reportsBatchItemFailures) {
      found.push(bad(`The mapping ${id} does not report batch item failures: a failing record takes its whole batch along.`, 'Set FunctionResponseTypes to ReportBatchItemFailures.'));
    }
    if (maximumRetryAttempts !== undefined && maximumRetryAttempts >= 0) {
      found.push(warning(`The mapping ${id} gives up after ${maximumRetryAttempts} retries: a long outage of the target then loses records.`, 'Set MaximumRetryAttempts to -1: what cannot be applied becomes a dead letter.'));
    }
  }
  return found;
}

function assessTarget({ tables, deadLetters, freshnessMs }: TargetStatus): readonly Found[] {
  const found: Found[] = [];
  if (deadLetters > 0) found.push(bad(`${deadLetters} ${deadLetters === 1 ? 'record' : 'records'} could not be applied.`, 'dray dead-letters list'));
  const broken = tables.filter(({ state }) => state === 'incomplete' || state === 'suspended');
  if (broken.length > 0) found.push(bad(`${broken.length} of ${tables.length} tables are incomplete or suspended.`, 'See the reasons above; most are met by dray reload SCHEMA.TABLE.'));
  if (freshnessMs !== null && freshnessMs > STALE_MS) {
    found.push(warning('It has not taken in anything for more than five minutes.', 'See whether the sink runs.'));
  }
  return found;
}

function bad(message: string, remedy: string): Found {
  return { level: 'bad', message: closed(message), remedy };
}

function warning(message: string, remedy: string): Found {
  return { level: 'warning', message: closed(message), remedy };
}

/** A sentence ends, whoever began it. */
function closed(message: string): string {
  return /[.!?]$/u.test(message.trim()) ? message.trim() : `${message.trim()}.`;
}
