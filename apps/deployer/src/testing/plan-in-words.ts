import type { DeploymentPlan } from '../deploy/plan-deployment.js';
import { describeStep } from '../deploy/step.js';

/** Why a plan does not go on, or what it does, one a line. */
export function planInWords({ steps, refusals }: DeploymentPlan): readonly string[] {
  return [...refusals.map(({ kind }) => `refused: ${kind}`), ...steps.map(describeStep)];
}
