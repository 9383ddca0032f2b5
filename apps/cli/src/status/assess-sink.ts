import type { ContainerService } from '@drayage/aws-ops';
import { describeDuration } from '../render/describe-time.js';
import { assessFreshness, assessTables } from './assess-tables.js';
import type { ContainerReport, FunctionSink, SinkStatus } from './pipeline-status.js';
import { bad, notKnown, SLOW_SECONDS, warning, type Found } from './status-finding.js';
import { counted } from '../render/counted.js';

export interface SinkContext {
  /** The pipeline that is looked at; empty where none is named. */
  readonly pipeline: string;
  /** The target was read: it is the better witness of tables and letters. */
  readonly isTargetRead: boolean;
}

/** What is wrong with the sink. Pure. */
export function assessSink(sink: SinkStatus, context: SinkContext): readonly Found[] {
  if (sink.kind === 'function') return assessFunction(sink);
  return [
    ...(sink.report === null ? [] : assessReport(sink.report, context)),
    ...(sink.service === null ? [] : assessService(sink.service)),
    ...notKnown(sink.unread),
  ];
}

function assessReport(report: ContainerReport, { pipeline, isTargetRead }: SinkContext): readonly Found[] {
  const { state, warnings, shards } = report;
  const unread = shards.filter((shard) => shard.state !== 'finished' && (shard.lagMs === null || shard.owner === null));
  return [
    ...(pipeline === '' || report.pipeline === pipeline
      ? []
      : [
          warning(
            `It is the sink of the pipeline ${report.pipeline}, not of ${pipeline}.`,
            'Check --sink-url and --pipeline.',
          ),
        ]),
    ...(state === 'running' ? [] : [warning(`It is ${state}.`, 'See its log.')]),
    ...(unread.length === 0
      ? []
      : [
          warning(
            `${unread.length} of ${counted(shards.length, 'shard')} ${unread.length === 1 ? 'is' : 'are'} not read.`,
            'A shard whose sink was killed is free after 30 s; see dray checkpoints list, and the log of the sink.',
          ),
        ]),
    ...(isTargetRead
      ? []
      : [...assessTables(report), ...assessFreshness(report.freshnessMs, 'See its log, and its live page.')]),
    ...warnings.map((text) => warning(text, 'See its live page.')),
  ];
}

function assessService(service: ContainerService): readonly Found[] {
  const { status, desiredTasks, runningTasks, failedTasks, rollout, rolloutReason, lastEvent } = service;
  const said = lastEvent === undefined ? '' : ` ECS says: ${lastEvent.message}`;
  const logs = 'See why it ended: dray logs --source sink, then the events of the service.';
  if (status !== 'ACTIVE')
    return [bad(`The service ${service.name} is ${status}.`, 'Deploy it: dray deploy --only sink.')];
  if (desiredTasks === 0)
    return [warning(`The service ${service.name} is to run no task.`, 'Set its desired count to 1.')];
  if (rollout === 'FAILED') return [bad(`The deployment of the service failed: ${rolloutReason ?? ''}`, logs)];
  if (runningTasks === 0) return [bad(`No task of the service runs.${said}`, logs)];
  if (failedTasks > 0) {
    return [
      warning(`${counted(failedTasks, 'task')} of the newest deployment ended before they were well.${said}`, logs),
    ];
  }
  return [];
}

function assessFunction({ description, mappings, iteratorAgeMs, unread }: FunctionSink): readonly Found[] {
  const found: Found[] = [];
  if (description.state === 'Failed' || description.lastUpdate === 'Failed') {
    const why = description.lastUpdateReason === undefined ? '' : `: ${description.lastUpdateReason}`;
    found.push(bad(`The function failed to become active${why}`, 'dray lambda update'));
  }
  if (mappings?.length === 0) {
    found.push(
      bad(
        'No stream feeds the function.',
        'Deploy the event source mapping, and check the names of function and stream.',
      ),
    );
  }
  for (const { state, lastResult, id, reportsBatchItemFailures, maximumRetryAttempts } of mappings ?? []) {
    if (state === 'Disabled' || state === 'Disabling')
      found.push(warning(`The mapping ${id} is paused.`, 'dray lambda resume'));
    if (lastResult?.startsWith('PROBLEM') === true) {
      found.push(bad(`The mapping ${id} says: ${lastResult}`, 'dray logs --source lambda --level error'));
    }
    if (!reportsBatchItemFailures) {
      found.push(
        bad(
          `The mapping ${id} does not report batch item failures: a failing record takes its whole batch along.`,
          'Set FunctionResponseTypes to ReportBatchItemFailures: dray doctor --only sink --fix',
        ),
      );
    }
    if (maximumRetryAttempts !== undefined && maximumRetryAttempts >= 0) {
      found.push(
        warning(
          `The mapping ${id} gives up after ${maximumRetryAttempts} retries: a long outage of the target then loses records.`,
          'What cannot be applied becomes a dead letter. Set MaximumRetryAttempts to -1: dray doctor --only sink --fix',
        ),
      );
    }
  }
  if (iteratorAgeMs !== null && iteratorAgeMs > SLOW_SECONDS * 1_000) {
    found.push(
      warning(
        `It is ${describeDuration(iteratorAgeMs)} behind the stream.`,
        'See dray logs --source lambda --level warn.',
      ),
    );
  }
  return [...found, ...notKnown(unread)];
}
