import type { PipelineSpec } from '../pipeline/pipeline-spec.js';
import { possibleStacks, type Stage } from '../stacks/stages.js';
import { differingPolicies, isTypeRetained } from './deletion-policy.js';
import { isAtRest } from './ports.js';
import { type Deployed, madeStack } from './read-deployed.js';
import type { Refusal } from './refusal.js';
import { namedSlot } from './source-slots.js';
import { exportsOf, importsOf } from './stack-links.js';
import { stackState } from './stack-state.js';
import type { Step } from './step.js';
import type { Template } from './template-changes.js';
import { whatStays } from './what-stays.js';

export interface DestructionWish {
  readonly only: Stage | undefined;
  /** Leave the slot and the DDL audit objects at the source. */
  readonly keepSourceObjects: boolean;
  /** What the configuration would make, by stack: what was deployed under another `deployment.removal` is not deleted unseen. */
  readonly templates: ReadonlyMap<string, Template>;
}

export interface DestructionPlan {
  readonly steps: readonly Step[];
  /** Why nothing is done. */
  readonly refusals: readonly Refusal[];
  /** What stays, and why: for whoever is asked. */
  readonly stays: readonly string[];
}

/**
 * The order in which a pipeline goes. Pure. First nothing new comes, then the source is freed of what AWS DMS leaves
 * behind, while its database is still there; then the stacks go, what needs another before it. Stacks that the configuration no
 * longer has go as well. What stays is told by the templates that are deployed, as CloudFormation has it.
 */
export function planDestruction(spec: PipelineSpec, deployed: Deployed, wish: DestructionWish): DestructionPlan {
  const { config, name } = spec;
  const { stacks, replication } = deployed;
  const demo = config.source.mode === 'demo';
  const databaseStays = keepsDatabase(spec, deployed);
  // A database that was kept needs its subnets and security groups, also when its stack is long gone.
  const networkStays = databaseStays && wish.only === undefined;
  const chosen = possibleStacks(spec)
    .filter(({ stage }) => wish.only === undefined || stage === wish.only)
    .filter(({ stage, stackName }) => stacks.has(stackName) && !(stage === 'network' && networkStays))
    .map(({ stackName }) => stackName)
    .reverse();
  // It looks at the replication and at the sink by name, and holds nothing.
  const observability = `${name}-observability`;
  const goesToo = chosen.some((stackName) => usersOf(stackName, deployed).includes(observability));
  const names = goesToo && !chosen.includes(observability) ? [observability, ...chosen] : chosen;
  const refusals = names.flatMap((stackName) => [
    ...refusalsOf(stackName, names, deployed),
    ...removalRefusals(stackName, deployed, { removal: config.deployment.removal, templates: wish.templates }),
  ]);
  if (refusals.length > 0) return { steps: [], refusals, stays: [] };

  const removesReplication = names.includes(`${name}-replication`);
  const databaseGoes = demo && !databaseStays && wish.only === undefined;
  const drops = removesReplication && spec.engine === 'postgresql' && !wish.keepSourceObjects && !databaseGoes;
  const steps: readonly Step[] = [
    ...(removesReplication && replication !== undefined && !isAtRest(replication.activity)
      ? [{ kind: 'stop-replication', arn: replication.arn, remember: false } as const]
      : []),
    ...(drops
      ? [
          {
            kind: 'drop-source-objects',
            replicationArn: replication?.arn,
            audit: true,
            slot: namedSlot(deployed.stacks.get(`${name}-replication`)?.template, config.replication.slotName),
          } as const,
        ]
      : []),
    ...names.map((stackName): Step => ({ kind: 'delete-stack', stackName })),
  ];
  const again =
    goesToo && wish.only === 'replication' ? ['the sink; dray deploy --only sink makes the alarms again'] : [];
  return {
    steps,
    refusals: [],
    stays: [
      ...whatStays({
        spec,
        deployed,
        names,
        networkStays,
        databaseGoes,
        keepSourceObjects: wish.keepSourceObjects,
      }),
      ...again,
    ],
  };
}

/** Those that take something from a stack. */
function usersOf(stackName: string, { stacks }: Deployed): readonly string[] {
  const given = [...exportsOf(stacks.get(stackName)?.template ?? {}).keys()];
  return [...stacks].flatMap(([user, { template }]) => {
    const taken = importsOf(template);
    return given.some((exportName) => taken.has(exportName)) ? [user] : [];
  });
}

function refusalsOf(stackName: string, names: readonly string[], deployed: Deployed): readonly Refusal[] {
  const status = deployed.stacks.get(stackName)?.status ?? '';
  const users = usersOf(stackName, deployed).filter((user) => !names.includes(user));
  return [
    ...(stackState(status) === 'busy' && status !== 'DELETE_IN_PROGRESS'
      ? [{ kind: 'stack-state', stackName, status } as const]
      : []),
    ...(users.length > 0 ? [{ kind: 'stack-in-use', stackName, users } as const] : []),
  ];
}

/** Whether the database of a demonstration outlives, or has outlived, its stack. */
function keepsDatabase({ name, config }: PipelineSpec, deployed: Deployed): boolean {
  const kept = config.deployment.removal === 'retain';
  const stackName = `${name}-database`;
  if (!deployed.stacks.has(stackName)) return config.source.mode === 'demo' && kept;
  const stack = madeStack(deployed, stackName);
  return stack !== undefined && (isTypeRetained(stack.template, 'AWS::RDS::DBInstance') ?? kept);
}

/** Where a deployment would bring up to the configuration what CloudFormation would now keep, or delete, against it. */
function removalRefusals(
  stackName: string,
  deployed: Deployed,
  { removal, templates }: { readonly removal: 'retain' | 'destroy'; readonly templates: ReadonlyMap<string, Template> },
): readonly Refusal[] {
  const deployedTemplate = madeStack(deployed, stackName)?.template ?? {};
  const types = differingPolicies(deployedTemplate, templates.get(stackName) ?? {}).map(({ type }) => type);
  return types.length === 0
    ? []
    : [{ kind: 'removal-differs', stackName, types: [...new Set(types)], wanted: removal }];
}
