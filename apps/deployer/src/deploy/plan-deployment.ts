import type { PipelineSpec } from '../pipeline/pipeline-spec.js';
import { CONTAINER_REPOSITORY, LAMBDA_REPOSITORY } from '../constructs/sink-image.js';
import { ACCOUNT_ROLES_STACK, CDK_STACK, type Stage } from '../stacks/stages.js';
import { type Comparison, compareStacks } from './compare-stacks.js';
import { type Assurances, findLosses, type Loss } from './find-losses.js';
import { orderStacks, type StackOrder } from './order-stacks.js';
import { planStart } from './plan-start.js';
import { isAtRest } from './ports.js';
import type { Deployed } from './read-deployed.js';
import { type Refusal, refusalOf } from './refusal.js';
import { stackState } from './stack-state.js';
import type { Step } from './step.js';
import type { Template } from './template-changes.js';
import { type Treatment, treatReplication } from './treat-replication.js';

export interface DeploymentWish extends Assurances {
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
  /** The replication is made anew, whether a change asks for it or not. */
  readonly replaceReplication: boolean;
  /** What is to be, by stack. */
  readonly templates: ReadonlyMap<string, Template>;
}

export interface DeploymentPlan {
  readonly steps: readonly Step[];
  /** Why nothing is done; empty where all of it can be done, and would lose nothing that was not asked for. */
  readonly refusals: readonly Refusal[];
  /** What the steps leave to a person. */
  readonly notes: readonly string[];
}

/**
 * The order of a deployment. Pure. What a stack needs comes before it; a replication is stopped before what it cannot
 * change while it runs, and resumed where it stopped; nothing starts before the sink reads.
 */
export function planDeployment(spec: PipelineSpec, deployed: Deployed, wish: DeploymentWish): DeploymentPlan {
  const comparison = compareStacks(spec, deployed, wish);
  if (comparison.chosen.length === 0) return { steps: [], refusals: [], notes: [] };
  const stackName = `${spec.name}-replication`;
  const losses = findLosses(comparison, wish);
  const asked = (loss: Loss): boolean => wish.replace || (wish.replaceReplication && loss.stackName === stackName);
  const unasked = losses.filter((loss) => !asked(loss));
  const early = [
    ...stateRefusals(spec, deployed, comparison),
    ...unasked.map((loss) => refusalOf(loss.stackName, loss.change)),
  ];
  if (early.length > 0) return refused(early);

  const isChosen = comparison.chosen.some((stack) => stack.stackName === stackName);
  const isRemade =
    isChosen &&
    comparison.before.has(stackName) &&
    (wish.replaceReplication || losses.some((loss) => loss.stackName === stackName));
  const order = orderStacks(spec, comparison, new Set(isRemade ? [stackName] : []));
  if (order.refusals.length > 0) return refused(order.refusals);
  const { replication } = deployed;
  const { treatment, refusals } = treatReplication({
    replication,
    stackName,
    comparison,
    isRemade: order.deleted.includes(stackName),
    drained: wish.drained,
  });
  const start = wish.start ? planStart({ spec, replication, treatment, comparison }) : undefined;
  const late = [...refusals, ...(start?.refusals ?? [])];
  if (late.length > 0) return refused(late);

  const isElsewhere = losses.some(
    ({ change }) => change.effect === 'repointed' && refusalOf(stackName, change).kind === 'another-source',
  );
  const steps: readonly Step[] = [
    ...(wish.bootstrap && !isMade(deployed, CDK_STACK) ? [{ kind: 'bootstrap' } as const] : []),
    ...(comparison.chosen.some(({ stage }) => stage === 'sink') ? imageSteps(spec, wish) : []),
    ...takeAway(spec, deployed, { treatment, order, dropsSlot: !wish.skipPreparation && !isElsewhere }),
    ...(makesRoles(spec, wish)
      ? [{ kind: 'deploy-stack', stackName: ACCOUNT_ROLES_STACK, stage: 'account-roles' } as const]
      : []),
    ...order.deployed.flatMap((stack): readonly Step[] => [
      ...(stack.stage === 'replication' ? stopSteps(deployed, treatment) : []),
      { kind: 'deploy-stack', ...stack },
      ...(stack.stage === 'replication' ? [{ kind: 'complete-endpoint' } as const, ...resumeSteps(treatment)] : []),
    ]),
    ...(isChosen ? [] : [...stopSteps(deployed, treatment), ...resumeSteps(treatment)]),
    ...(prepares(spec, wish) ? [{ kind: 'prepare-source' } as const] : []),
    ...(start?.steps ?? []),
  ];
  return { steps, refusals: [], notes: isElsewhere && treatment.kind === 'remake' ? slotNotes(deployed) : [] };
}

/** Whether a stack is there, and its creation did not fail. */
export function isMade({ stacks }: Deployed, stackName: string): boolean {
  const stack = stacks.get(stackName);
  return stack !== undefined && stackState(stack.status) !== 'unmade';
}

function refused(refusals: readonly Refusal[]): DeploymentPlan {
  return { steps: [], refusals, notes: [] };
}

function makesRoles({ config }: PipelineSpec, { only }: DeploymentWish): boolean {
  return config.roles.account === 'create' && only === undefined;
}

function prepares({ config }: PipelineSpec, { skipPreparation, only }: DeploymentWish): boolean {
  return !skipPreparation && config.source.mode === 'demo' && (only === undefined || only === 'database');
}

/** Stacks that CloudFormation would not change now; also the replication’s, which nothing may be resumed beside. */
function stateRefusals({ name }: PipelineSpec, { stacks }: Deployed, { chosen }: Comparison): readonly Refusal[] {
  const names = new Set([...chosen.map(({ stackName }) => stackName), `${name}-replication`]);
  return [...names].flatMap((stackName): readonly Refusal[] => {
    const status = stacks.get(stackName)?.status;
    const state = status === undefined ? 'made' : stackState(status);
    return status !== undefined && (state === 'busy' || state === 'stuck')
      ? [{ kind: 'stack-state', stackName, status }]
      : [];
  });
}

/** What goes before anything is made: stacks whose creation failed, and those that are made anew. */
function takeAway(
  { engine }: PipelineSpec,
  { stacks, replication }: Deployed,
  { treatment, order, dropsSlot }: { treatment: Treatment; order: StackOrder; dropsSlot: boolean },
): readonly Step[] {
  const failed = [...order.deployed].reverse().filter(({ stackName }) => {
    const status = stacks.get(stackName)?.status;
    return status !== undefined && stackState(status) === 'unmade';
  });
  const remade = treatment.kind === 'remake' ? replication : undefined;
  return [
    ...(remade !== undefined && !isAtRest(remade.activity)
      ? [{ kind: 'stop-replication', arn: remade.arn, remember: true } as const]
      : []),
    ...(remade !== undefined && engine === 'postgresql' && dropsSlot && remade.activity.everStarted
      ? [{ kind: 'drop-source-objects', replicationArn: remade.arn, audit: false } as const]
      : []),
    ...[...order.deleted, ...failed.map(({ stackName }) => stackName)].map((stackName): Step => ({
      kind: 'delete-stack',
      stackName,
    })),
  ];
}

function stopSteps({ replication }: Deployed, treatment: Treatment): readonly Step[] {
  return treatment.kind === 'stop' && replication !== undefined
    ? [{ kind: 'stop-replication', arn: replication.arn, remember: treatment.resumes }]
    : [];
}

function resumeSteps(treatment: Treatment): readonly Step[] {
  const resumes = treatment.kind === 'resume' || (treatment.kind === 'stop' && treatment.resumes);
  return resumes ? [{ kind: 'start-replication', type: 'resume-processing' }] : [];
}

function imageSteps({ config }: PipelineSpec, { imageGiven }: DeploymentWish): readonly Step[] {
  const { kind, packaging, image, architecture } = config.sink;
  const needed = image === undefined && !imageGiven && (kind === 'fargate' || packaging === 'image');
  return needed
    ? [{ kind: 'build-image', repository: kind === 'fargate' ? CONTAINER_REPOSITORY : LAMBDA_REPOSITORY, architecture }]
    : [];
}

/** The old source is not reached from the new configuration. */
function slotNotes({ replication }: Deployed): readonly string[] {
  const id = replication?.arn.split(':').at(-1)?.toLowerCase().slice(0, 16);
  return id === undefined
    ? []
    : [
        `The old source keeps the slot of the old replication, where it is a PostgreSQL, and its disk fills. There: SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name LIKE '${id}%' AND NOT active;`,
      ];
}
