import type { PipelineSpec } from '../pipeline/pipeline-spec.js';
import { STAGES, stageStacks, type Stage } from '../stacks/stages.js';
import type { Deployed } from './read-deployed.js';
import type { Step } from './step.js';

export interface DestructionWish {
  readonly only: Stage | undefined;
  /** Leave the slot and the DDL audit objects at the source. */
  readonly keepSourceObjects: boolean;
}

export interface DestructionPlan {
  readonly steps: readonly Step[];
  /** What stays, and why: for whoever is asked. */
  readonly stays: readonly string[];
}

/**
 * The order in which a pipeline goes. Pure. First nothing new comes, then the source is freed of what AWS DMS leaves
 * behind, while its database is still there; then the stacks go, what needs another before it.
 */
export function planDestruction(
  spec: PipelineSpec,
  { stacks, replication }: Deployed,
  wish: DestructionWish,
): DestructionPlan {
  const { config, name } = spec;
  const kept = config.deployment.removal === 'retain';
  const demo = config.source.mode === 'demo';
  const goes = (stage: Stage): boolean => wish.only === undefined || wish.only === stage;
  // A database that stays needs its subnets and security groups.
  const networkStays = demo && kept && wish.only === undefined && stacks.has(`${name}-database`);
  const stages = [...STAGES].reverse().filter((stage) => goes(stage) && !(stage === 'network' && networkStays));
  const deletes = stages
    .flatMap((stage) => [...stageStacks(spec, stage)].reverse())
    .filter(({ stackName }) => stacks.has(stackName))
    .map(({ stackName }): Step => ({ kind: 'delete-stack', stackName }));
  const removesReplication = deletes.some(
    (step) => step.kind === 'delete-stack' && step.stackName === `${name}-replication`,
  );
  const databaseGoes = demo && !kept && wish.only === undefined;
  const drops = removesReplication && spec.engine === 'postgresql' && !wish.keepSourceObjects && !databaseGoes;
  const steps: readonly Step[] = [
    ...(removesReplication && replication?.activity.state === 'running'
      ? [{ kind: 'stop-replication', arn: replication.arn } as const]
      : []),
    ...(drops ? [{ kind: 'drop-source-objects', replicationArn: replication?.arn } as const] : []),
    ...deletes,
  ];
  return { steps, stays: [...whatStays({ kept, demo, networkStays, stacks, name }), ...TARGET_STAYS] };
}

const TARGET_STAYS = [
  'the tables in CrateDB, with everything in them',
  'dms-vpc-role and dms-cloudwatch-logs-role, which the account has one each of',
];

function whatStays({
  kept,
  demo,
  networkStays,
  stacks,
  name,
}: {
  readonly kept: boolean;
  readonly demo: boolean;
  readonly networkStays: boolean;
  readonly stacks: Deployed['stacks'];
  readonly name: string;
}): readonly string[] {
  if (!kept) return [];
  return [
    ...(stacks.has(`${name}-stream`) ? ['the stream (deployment.removal: retain)'] : []),
    ...(demo && stacks.has(`${name}-database`) ? ['the database and its secret (deployment.removal: retain)'] : []),
    ...(networkStays ? [`${name}-network, which the database needs`] : []),
    'the log groups (deployment.removal: retain)',
  ];
}
