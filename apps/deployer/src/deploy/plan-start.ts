import { judgeStart } from '@drayage/aws-ops';
import { stageStacks } from '../stacks/stages.js';
import type { PipelineSpec } from '../pipeline/pipeline-spec.js';
import type { Comparison } from './compare-stacks.js';
import type { Deployed } from './read-deployed.js';
import type { Refusal } from './refusal.js';
import type { Step } from './step.js';
import type { Treatment } from './treat-replication.js';

export interface StartSituation {
  readonly spec: PipelineSpec;
  readonly replication: Deployed['replication'];
  readonly treatment: Treatment;
  readonly comparison: Pick<Comparison, 'chosen' | 'before'>;
}

export interface StartPlan {
  readonly steps: readonly Step[];
  readonly refusals: readonly Refusal[];
}

/** How the replication comes to run, where that is asked for. Pure. It is decided as `dray start` and `dray resume` decide it. */
export function planStart({ spec, replication, treatment, comparison }: StartSituation): StartPlan {
  const { chosen, before } = comparison;
  const missing = (['replication', 'sink'] as const).filter((stage) =>
    stageStacks(spec, stage).some(
      ({ stackName }) => !before.has(stackName) && !chosen.some((stack) => stack.stackName === stackName),
    ),
  );
  if (missing.length > 0) return { steps: [], refusals: [{ kind: 'nothing-to-start', missing }] };
  if (treatment.kind === 'resume' || (treatment.kind === 'stop' && treatment.resumes)) return NOTHING;
  if (replication === undefined || treatment.kind === 'remake') return startBy('start-replication');
  const { activity } = replication;
  const known = treatment.kind === 'stop' ? { ...activity, state: 'stopped' as const } : activity;
  const verdict = judgeStart(known, activity.everStarted ? 'resume' : 'start');
  switch (verdict.action) {
    case 'none':
      return NOTHING;
    case 'refused':
      return { steps: [], refusals: [{ kind: 'start-refused', why: verdict.why, remedy: verdict.remedy }] };
    case 'start':
      return startBy(verdict.type === 'start-replication' ? 'start-replication' : 'resume-processing');
  }
}

const NOTHING: StartPlan = { steps: [], refusals: [] };

function startBy(type: 'start-replication' | 'resume-processing'): StartPlan {
  return { steps: [{ kind: 'await-sink' }, { kind: 'start-replication', type }], refusals: [] };
}
