import type { PipelineSpec } from '../pipeline/pipeline-spec.js';
import { type Stage, stageStacks } from '../stacks/stages.js';
import type { CommonFlags } from './common-flags.js';

/** What is printed where the configuration makes nothing in the one stage that is asked for; `undefined`: it makes something. */
export function nothingThere(
  only: Stage | undefined,
  spec: PipelineSpec,
  output: CommonFlags['output'] = 'table',
): string | undefined {
  if (only === undefined || stageStacks(spec, only).length > 0) return undefined;
  return output === 'json'
    ? `${JSON.stringify({ pipeline: spec.name, stage: only, stacks: [] })}\n`
    : `There is nothing of stage ${only}: the configuration names one that is there already.\n`;
}
