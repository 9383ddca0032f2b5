import { assessReplication } from './assess-replication.js';
import { assessSink } from './assess-sink.js';
import { assessStream } from './assess-stream.js';
import { assessTarget } from './assess-target.js';
import { isNothingNamed, type PipelineStatus } from './pipeline-status.js';
import type { Found, StatusFinding } from './status-finding.js';
import type { StatusPart } from './status-part.js';

/** `unknown`: nothing was looked at. */
export type PipelineHealth = 'healthy' | 'warning' | 'broken' | 'unknown';

/** What is wrong, the worst first. Pure. */
export function assessStatus({
  pipeline,
  replication,
  stream,
  sink,
  target,
}: PipelineStatus): readonly StatusFinding[] {
  const isTargetRead = target.kind === 'read';
  const findings = [
    ...ofPart('replication', replication, assessReplication),
    ...ofPart('stream', stream, assessStream),
    ...ofPart('sink', sink, (value) => assessSink(value, { pipeline, isTargetRead })),
    ...ofPart('target', target, (value) => assessTarget(value, { pipeline, sink })),
  ];
  return [...findings.filter(({ level }) => level === 'bad'), ...findings.filter(({ level }) => level === 'warning')];
}

export function healthOf(status: PipelineStatus, findings: readonly StatusFinding[]): PipelineHealth {
  if (isNothingNamed(status)) return 'unknown';
  if (findings.some(({ level }) => level === 'bad')) return 'broken';
  return findings.length > 0 ? 'warning' : 'healthy';
}

function ofPart<T>(
  part: StatusFinding['part'],
  read: StatusPart<T>,
  assess: (value: T) => readonly Found[],
): readonly StatusFinding[] {
  switch (read.kind) {
    case 'absent':
      return [];
    case 'failed':
      return [{ part, level: 'bad', message: `It cannot be read: ${read.message}`, remedy: read.remedy ?? '' }];
    case 'read':
      return assess(read.value).map((found) => ({ part, ...found }));
  }
}
