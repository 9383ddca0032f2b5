import type { PipelineSpec } from '../pipeline/pipeline-spec.js';
import { CONTAINER_REPOSITORY, LAMBDA_REPOSITORY } from '../constructs/sink-image.js';
import { CDK_STACK, type Stage } from '../stacks/stages.js';
import { changeOfStream } from './change-of-stream.js';
import { type Comparison, compareStacks } from './compare-stacks.js';
import { isTypeRetained, retainedResources } from './deletion-policy.js';
import { type Assurances, findLosses, type Loss } from './find-losses.js';
import { orderStacks, type StackOrder } from './order-stacks.js';
import { planAccountRoles } from './plan-account-roles.js';
import { planStart } from './plan-start.js';
import { isAtRest } from './ports.js';
import { type Deployed, madeStack } from './read-deployed.js';
import { type Refusal, refusalOf } from './refusal.js';
import { type NamedSlot, namedSlot, slotNameStart } from './source-slots.js';
import { stackState } from './stack-state.js';
import type { Step } from './step.js';
import { goesFirst, type Template } from './template-changes.js';
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
  /** A replication of changes alone may be made anew, without what changes in between. */
  readonly acceptGap: boolean;
  /** Which of the account’s roles are not there; `undefined`: it is not known. */
  readonly missingRoles: readonly string[] | undefined;
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
  const loads = spec.config.replication.type !== 'cdc';
  const roles = planAccountRoles(spec, deployed, wish);
  const early = [
    ...stateRefusals(spec, deployed, comparison),
    ...unasked.map((loss) => refusalOf({ ...loss, loads })),
    ...changeOfStream(comparison, wish),
    ...roles.refusals,
  ];
  if (early.length > 0) return refused(early);

  const isChosen = comparison.chosen.some((stack) => stack.stackName === stackName);
  const order = orderStacks(spec, comparison, remadeStacks(stackName, { comparison, losses, wish }));
  if (order.refusals.length > 0) return refused(order.refusals);
  const { replication } = deployed;
  const gap = !loads && order.deleted.includes(stackName) && replication?.activity.everStarted === true;
  if (gap && !wish.acceptGap) {
    return refused([{ kind: 'gap-refused', position: spec.config.replication.cdcStartPosition }]);
  }
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
    (loss) => loss.change.effect === 'repointed' && refusalOf({ ...loss, loads }).kind === 'another-source',
  );
  const dropsSlot = !wish.skipPreparation && !isElsewhere && !databaseGoes(spec, deployed, order);
  const steps: readonly Step[] = [
    ...(wish.bootstrap && madeStack(deployed, CDK_STACK) === undefined ? [{ kind: 'bootstrap' } as const] : []),
    ...(comparison.chosen.some(({ stage }) => stage === 'sink') ? imageSteps(spec, wish) : []),
    ...takeAway(spec, deployed, { treatment, order, dropsSlot }),
    ...roles.steps,
    ...order.deployed.flatMap((stack): readonly Step[] => [
      ...(stack.stage === 'replication' ? stopSteps(deployed, treatment) : []),
      { kind: 'deploy-stack', ...stack },
      ...(stack.stage === 'replication' ? [{ kind: 'complete-endpoint' } as const, ...resumeSteps(treatment)] : []),
    ]),
    ...(isChosen ? [] : [...stopSteps(deployed, treatment), ...resumeSteps(treatment)]),
    ...(prepares(spec, wish) ? [{ kind: 'prepare-source' } as const] : []),
    ...(start?.steps ?? []),
  ];
  const notes = [
    ...(isElsewhere && treatment.kind === 'remake' ? slotNotes(deployed) : []),
    ...(gap ? [GAP_NOTE] : []),
    ...order.deleted.flatMap((deleted) => keptNotes(deleted, deployed)),
  ];
  return { steps, refusals: [], notes };
}

const GAP_NOTE =
  'The replication is made anew without a load (replication.type: cdc): what it does not carry itself is missing in CrateDB.';

/**
 * What is deleted before it is made anew: the replication where anything of it would be lost, and stacks whose change
 * CloudFormation would not come through with.
 */
function remadeStacks(
  replication: string,
  { comparison, losses, wish }: { comparison: Comparison; losses: readonly Loss[]; wish: DeploymentWish },
): ReadonlySet<string> {
  const names = losses
    .filter(({ stackName, change }) => stackName === replication || goesFirst(change))
    .map(({ stackName }) => stackName);
  const isThere = (name: string): boolean =>
    comparison.before.has(name) && comparison.chosen.some(({ stackName }) => stackName === name);
  return new Set([...names, ...(wish.replaceReplication ? [replication] : [])].filter(isThere));
}

/** Whether the source goes before its replication is made anew: its slots go with it. */
function databaseGoes({ name }: PipelineSpec, deployed: Deployed, { deleted }: StackOrder): boolean {
  const stackName = `${name}-database`;
  const template = madeStack(deployed, stackName)?.template ?? {};
  return deleted.includes(stackName) && isTypeRetained(template, 'AWS::RDS::DBInstance') === false;
}

/** What a stack that is deleted leaves behind is nobody’s from then on. */
function keptNotes(stackName: string, deployed: Deployed): readonly string[] {
  const types = new Set(retainedResources(madeStack(deployed, stackName)?.template ?? {}).map(({ type }) => type));
  return types.size === 0
    ? []
    : [
        `${stackName} is deleted and made anew; of the old one stay, no longer the pipeline’s: ${[...types].join(', ')} (deployment.removal: retain).`,
      ];
}

function refused(refusals: readonly Refusal[]): DeploymentPlan {
  return { steps: [], refusals, notes: [] };
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
  spec: PipelineSpec,
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
    ...(remade !== undefined && spec.engine === 'postgresql' && dropsSlot && remade.activity.everStarted
      ? [
          {
            kind: 'drop-source-objects',
            replicationArn: remade.arn,
            audit: false,
            slot: slotToKeep(spec, stacks.get(`${spec.name}-replication`)?.template),
          } as const,
        ]
      : []),
    ...[...order.deleted, ...failed.map(({ stackName }) => stackName)].map((stackName): Step => ({
      kind: 'delete-stack',
      stackName,
    })),
  ];
}

/** One that is named is not this replication’s to drop: the new one goes on from it, or somebody decides. */
function slotToKeep({ config }: PipelineSpec, template: Template | undefined): NamedSlot | undefined {
  const name = config.replication.slotName ?? namedSlot(template, undefined)?.name;
  return name === undefined ? undefined : { name, goes: false };
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
  return replication === undefined
    ? []
    : [
        `The old source keeps the slot of the old replication, where it is a PostgreSQL, and its disk fills. There: SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name LIKE '${slotNameStart(replication.arn)}%' AND NOT active;`,
      ];
}
