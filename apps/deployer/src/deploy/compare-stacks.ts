import type { PipelineSpec } from '../pipeline/pipeline-spec.js';
import { possibleStacks, STAGES, type Stage, type StageStack, stageStacks } from '../stacks/stages.js';
import type { Deployed } from './read-deployed.js';
import { withImports } from './stack-links.js';
import { stackState } from './stack-state.js';
import { type ResourceChange, type Template, templateChanges } from './template-changes.js';

/** What is there against what is to be. */
export interface Comparison {
  /** The stacks that a deployment is about, in the order of the stages. */
  readonly chosen: readonly StageStack[];
  /** Every stack that is there, by name, also those that the configuration no longer has. */
  readonly before: ReadonlyMap<string, Template>;
  readonly after: ReadonlyMap<string, Template>;
  /** By stack; only of those that are there and are to stay, whether chosen or not. */
  readonly changes: ReadonlyMap<string, readonly ResourceChange[]>;
}

/**
 * Compares all stacks of a pipeline, also those that `only` leaves out: half of a change can lose as much as all of it. What one
 * stack takes from another is compared by its value, so that an ARN that is now written out is no change. A stack whose creation
 * failed is as one that is not there.
 */
export function compareStacks(
  spec: PipelineSpec,
  deployed: Deployed,
  { only, templates }: { readonly only: Stage | undefined; readonly templates: ReadonlyMap<string, Template> },
): Comparison {
  const chosen = STAGES.filter((stage) => only === undefined || stage === only).flatMap((stage) =>
    stageStacks(spec, stage),
  );
  const made = possibleStacks(spec).flatMap(({ stackName }) => {
    const stack = deployed.stacks.get(stackName);
    return stack === undefined || stackState(stack.status) === 'unmade' ? [] : [[stackName, stack] as const];
  });
  const values = new Map(
    made.flatMap(([, { template, outputs }]) =>
      Object.entries(template.Outputs ?? {}).flatMap(([key, { Export }]) => {
        const value = outputs[key];
        return typeof Export?.Name === 'string' && value !== undefined ? [[Export.Name, value] as const] : [];
      }),
    ),
  );
  const changes = new Map(
    made.flatMap(([stackName, { template }]) => {
      const after = templates.get(stackName);
      if (after === undefined) return [];
      return [[stackName, templateChanges(withImports(template, values), withImports(after, values))] as const];
    }),
  );
  return {
    chosen,
    before: new Map(made.map(([stackName, { template }]) => [stackName, template])),
    after: templates,
    changes,
  };
}
