import type { PipelineSpec } from '../pipeline/pipeline-spec.js';
import { CONTAINER_REPOSITORY, LAMBDA_REPOSITORY } from '../constructs/sink-image.js';
import { ACCOUNT_ROLES_STACK, CDK_STACK, STAGES, stageStacks, type Stage } from '../stacks/stages.js';
import type { Deployed } from './read-deployed.js';
import type { Step } from './step.js';
import { lossyChanges, needsStop, type ResourceChange, type Template, templateChanges } from './template-changes.js';

export interface DeploymentWish {
  /** Only this stage; `undefined`: all. */
  readonly only: Stage | undefined;
  /** Start the replication once the sink reads. */
  readonly start: boolean;
  /** The image is given: nothing is built. */
  readonly imageGiven: boolean;
  /** Make what the CDK needs where it is not there. */
  readonly bootstrap: boolean;
  /** Leave the source as it is. */
  readonly skipPreparation: boolean;
  /** What holds data may be replaced. */
  readonly replace: boolean;
  /** What is to be, by stack. */
  readonly templates: ReadonlyMap<string, Template>;
}

export interface DeploymentPlan {
  readonly steps: readonly Step[];
  /** What holds data or a place in the changes and would be lost; empty unless that was asked for. */
  readonly refusals: readonly { readonly stackName: string; readonly change: ResourceChange }[];
}

/**
 * The order of a deployment. Pure. What a stack needs comes before it; a replication is stopped before what it cannot
 * change while it runs, and resumed where it stopped; nothing starts before the sink reads.
 */
export function planDeployment(spec: PipelineSpec, deployed: Deployed, wish: DeploymentWish): DeploymentPlan {
  const stages = STAGES.filter((stage) => wish.only === undefined || stage === wish.only);
  const stacks = stages.flatMap((stage) => stageStacks(spec, stage));
  const changes = new Map(
    stacks.map(({ stackName }) => {
      const [before, after] = [deployed.stacks.get(stackName)?.template, wish.templates.get(stackName)];
      return [stackName, before === undefined || after === undefined ? [] : templateChanges(before, after)] as const;
    }),
  );
  const refusals = wish.replace
    ? []
    : [...changes].flatMap(([stackName, all]) => lossyChanges(all).map((change) => ({ stackName, change })));
  if (refusals.length > 0) return { steps: [], refusals };

  const running = deployed.replication?.activity.state === 'running' ? deployed.replication : undefined;
  const stops = running !== undefined && [...changes.values()].some(needsStop);
  const replaced = (changes.get(`${spec.name}-replication`) ?? []).some(({ effect }) => effect === 'replaced');
  const observability = `${spec.name}-observability`;
  const roles = spec.config.roles.account === 'create' && wish.only === undefined;
  const steps: readonly Step[] = [
    ...(wish.bootstrap && !deployed.stacks.has(CDK_STACK) ? [{ kind: 'bootstrap' } as const] : []),
    ...(stages.includes('sink') ? imageSteps(spec, wish) : []),
    ...(roles ? [{ kind: 'deploy-stack', stackName: ACCOUNT_ROLES_STACK, stage: 'account-roles' } as const] : []),
    // It looks at the replication by name: CloudFormation does not let that go while it is looked at.
    ...(replaced && deployed.stacks.has(observability)
      ? [{ kind: 'delete-stack', stackName: observability } as const]
      : []),
    ...stacks.flatMap(({ stage, stackName }): Step[] => [
      ...(stops && stage === 'replication' ? [{ kind: 'stop-replication', arn: running.arn } as const] : []),
      { kind: 'deploy-stack', stackName, stage },
      ...(stage === 'replication' ? [{ kind: 'complete-endpoint' } as const] : []),
      ...(stops && stage === 'replication' && !replaced ? resume(running.activity.loadOnly) : []),
    ]),
    ...(replaced && !stages.includes('sink')
      ? [{ kind: 'deploy-stack', stackName: observability, stage: 'sink' } as const]
      : []),
    ...startSteps(spec, deployed, { ...wish, stops, replaced }),
  ];
  return { steps, refusals: [] };
}

/** A load that has begun anew would not go on where it was: it is left to who stopped it. */
function resume(loadOnly: boolean): Step[] {
  return loadOnly ? [] : [{ kind: 'start-replication', type: 'resume-processing' }];
}

function imageSteps({ config }: PipelineSpec, { imageGiven }: DeploymentWish): Step[] {
  const { kind, packaging, image, architecture } = config.sink;
  const needed = image === undefined && !imageGiven && (kind === 'fargate' || packaging === 'image');
  return needed
    ? [{ kind: 'build-image', repository: kind === 'fargate' ? CONTAINER_REPOSITORY : LAMBDA_REPOSITORY, architecture }]
    : [];
}

function startSteps(
  { config }: PipelineSpec,
  { replication }: Deployed,
  {
    start,
    only,
    stops,
    replaced,
    skipPreparation,
  }: DeploymentWish & { readonly stops: boolean; readonly replaced: boolean },
): Step[] {
  const prepares = !skipPreparation && config.source.mode === 'demo' && (only === undefined || only === 'database');
  const goes = replication?.activity.state === 'running' && !stops;
  const started = replication?.activity.everStarted === true && !replaced;
  return [
    ...(prepares ? [{ kind: 'prepare-source' } as const] : []),
    ...(start && !goes && !(stops && !replaced)
      ? [
          { kind: 'await-sink' } as const,
          { kind: 'start-replication', type: started ? 'resume-processing' : 'start-replication' } as const,
        ]
      : []),
  ];
}
