import { assessFreshness, assessTables } from './assess-tables.js';
import type { PipelineStatus, TargetStatus } from './pipeline-status.js';
import { warning, type Found } from './status-finding.js';

const UNKNOWN_SINK =
  'See whether the sink runs. A function saves its place with records only: name it (--function), and its own word counts.';

/** What is wrong in the target. Pure. */
export function assessTarget(
  target: TargetStatus,
  { pipeline, sink }: Pick<PipelineStatus, 'pipeline' | 'sink'>,
): readonly Found[] {
  const { freshnessMs, otherPipelines } = target;
  if (otherPipelines !== null) {
    const others = otherPipelines.length === 0 ? 'nothing of Drayage' : otherPipelines.join(', ');
    return [
      warning(
        `The pipeline ${pipeline} is unknown in this target; it holds: ${others}.`,
        'Check --pipeline and --to; before the first start of the sink it is right.',
      ),
    ];
  }
  return [
    ...assessTables(target),
    ...(isFunction(sink) ? [] : assessFreshness(freshnessMs, sink.kind === 'absent' ? UNKNOWN_SINK : undefined)),
  ];
}

/** A function is run by records alone: where none comes its place stands still, and its mapping tells how it does. */
export function isFunction(sink: PipelineStatus['sink']): boolean {
  return sink.kind === 'read' && sink.value.kind === 'function';
}
