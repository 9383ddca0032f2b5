/** The parts of a pipeline in the order in which they are made; they are unmade in the opposite one. */
export const STAGES = ['network', 'database', 'stream', 'replication', 'sink'] as const;
export type Stage = (typeof STAGES)[number];

/** The stack with the two roles that an account has one each of; it belongs to no pipeline. */
export const ACCOUNT_ROLES_STACK = 'drayage-account-roles';

/** A stack of a pipeline, by the stage that it belongs to. */
export interface StageStack {
  readonly stage: Stage;
  readonly stackName: string;
}

/** The names of the stacks of a stage. The observation of a pipeline comes with its sink, which it needs. */
export function stageStacks(name: string, stage: Stage, demo: boolean): readonly StageStack[] {
  switch (stage) {
    case 'database':
      return demo ? [{ stage, stackName: `${name}-database` }] : [];
    case 'sink':
      return [`${name}-sink`, `${name}-observability`].map((stackName) => ({ stage, stackName }));
    default:
      return [{ stage, stackName: `${name}-${stage}` }];
  }
}
