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

/**
 * The stacks of a stage. A database or a stream that is there already needs none; the dashboard and the alarms come with
 * the sink, which they look at.
 */
export function stageStacks(
  { name, config }: Pick<PipelineSpec, 'name' | 'config'>,
  stage: Stage,
): readonly StageStack[] {
  switch (stage) {
    case 'database':
      return config.source.mode === 'demo' ? [{ stage, stackName: `${name}-database` }] : [];
    case 'stream':
      return config.stream.existingArn === undefined ? [{ stage, stackName: `${name}-stream` }] : [];
    case 'sink':
      return [`${name}-sink`, `${name}-observability`].map((stackName) => ({ stage, stackName }));
    default:
      return [{ stage, stackName: `${name}-${stage}` }];
  }
}
