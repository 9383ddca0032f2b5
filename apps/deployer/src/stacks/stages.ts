import type { PipelineSpec } from '../pipeline/pipeline-spec.js';

/** The parts of a pipeline in the order in which they are made; they are unmade in the opposite one. */
export const STAGES = ['network', 'database', 'stream', 'replication', 'sink'] as const;
export type Stage = (typeof STAGES)[number];

/** The stack with the two roles that an account has one each of; it belongs to no pipeline. */
export const ACCOUNT_ROLES_STACK = 'drayage-account-roles';

/** What `cdk bootstrap` makes. */
export const CDK_STACK = 'CDKToolkit';

/** A stack of a pipeline, by the stage that it belongs to. */
export interface StageStack {
  readonly stage: Stage;
  readonly stackName: string;
}

/** The dashboard and the alarms come with the sink, which they look at. */
const PARTS: Readonly<Record<Stage, readonly string[]>> = {
  network: ['network'],
  database: ['database'],
  stream: ['stream'],
  replication: ['replication'],
  sink: ['sink', 'observability'],
};

/** The stacks of a stage as the configuration has them. A database or a stream that is there already needs none. */
export function stageStacks(
  { name, config }: Pick<PipelineSpec, 'name' | 'config'>,
  stage: Stage,
): readonly StageStack[] {
  if (stage === 'database' && config.source.mode !== 'demo') return [];
  if (stage === 'stream' && config.stream.existingArn !== undefined) return [];
  return stacksOfStage(name, stage);
}

/** The names of the stacks of a pipeline as the configuration has them, in the order of the stages; of one stage alone where it is given. */
export function stackNames(spec: Pick<PipelineSpec, 'name' | 'config'>, only?: Stage): readonly string[] {
  return STAGES.filter((stage) => only === undefined || stage === only)
    .flatMap((stage) => stageStacks(spec, stage))
    .map(({ stackName }) => stackName);
}

/** Every stack that a pipeline of this name may have, whatever its configuration says now, in the order of the stages. */
export function possibleStacks({ name }: Pick<PipelineSpec, 'name'>): readonly StageStack[] {
  return STAGES.flatMap((stage) => stacksOfStage(name, stage));
}

function stacksOfStage(name: string, stage: Stage): readonly StageStack[] {
  return PARTS[stage].map((part) => ({ stage, stackName: `${name}-${part}` }));
}
