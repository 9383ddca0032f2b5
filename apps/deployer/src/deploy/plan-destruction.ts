import type { PipelineSpec } from '../pipeline/pipeline-spec.js';
import { possibleStacks, type Stage } from '../stacks/stages.js';
import { isAtRest } from './ports.js';
import type { Deployed } from './read-deployed.js';
import type { Refusal } from './refusal.js';
import { exportsOf, importsOf } from './stack-links.js';
import { stackState } from './stack-state.js';
import type { Step } from './step.js';

export interface DestructionWish {
  readonly only: Stage | undefined;
  /** Leave the slot and the DDL audit objects at the source. */
  readonly keepSourceObjects: boolean;
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
 * longer has go as well.
 */
export function planDestruction(spec: PipelineSpec, deployed: Deployed, wish: DestructionWish): DestructionPlan {
  const { config, name } = spec;
  const { stacks, replication } = deployed;
  const kept = config.deployment.removal === 'retain';
  const demo = config.source.mode === 'demo';
  // A database that was kept needs its subnets and security groups, also when its stack is long gone.
  const networkStays = demo && kept && wish.only === undefined;
  const chosen = possibleStacks(spec)
    .filter(({ stage }) => wish.only === undefined || stage === wish.only)
    .filter(({ stage, stackName }) => stacks.has(stackName) && !(stage === 'network' && networkStays))
    .map(({ stackName }) => stackName)
    .reverse();
  // It looks at the replication and at the sink by name, and holds nothing.
  const observability = `${name}-observability`;
  const goesToo = chosen.some((stackName) => usersOf(stackName, deployed).includes(observability));
  const names = goesToo && !chosen.includes(observability) ? [observability, ...chosen] : chosen;
  const refusals = names.flatMap((stackName) => refusalsOf(stackName, names, deployed));
  if (refusals.length > 0) return { steps: [], refusals, stays: [] };

  const removesReplication = names.includes(`${name}-replication`);
  const databaseGoes = demo && !kept && wish.only === undefined;
  const drops = removesReplication && spec.engine === 'postgresql' && !wish.keepSourceObjects && !databaseGoes;
  const steps: readonly Step[] = [
    ...(removesReplication && replication !== undefined && !isAtRest(replication.activity)
      ? [{ kind: 'stop-replication', arn: replication.arn, remember: false } as const]
      : []),
    ...(drops ? [{ kind: 'drop-source-objects', replicationArn: replication?.arn, audit: true } as const] : []),
    ...names.map((stackName): Step => ({ kind: 'delete-stack', stackName })),
  ];
  const again =
    goesToo && wish.only === 'replication' ? ['the sink; dray deploy --only sink makes the alarms again'] : [];
  return {
    steps,
    refusals: [],
    stays: [...whatStays({ spec, deployed, names, networkStays }), ...again, ...TARGET_STAYS],
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

const TARGET_STAYS = [
  'the tables in CrateDB, with everything in them',
  'dms-vpc-role and dms-cloudwatch-logs-role, which the account has one each of',
];

interface Staying {
  readonly spec: PipelineSpec;
  readonly deployed: Deployed;
  readonly names: readonly string[];
  readonly networkStays: boolean;
}

/** With the way back to it: a deployment would make another, or stumble over its name. */
function whatStays({ spec, deployed: { stacks }, names, networkStays }: Staying): readonly string[] {
  const { config, name } = spec;
  if (config.deployment.removal !== 'retain') return [];
  const outputs = (part: string): Readonly<Record<string, string>> => stacks.get(`${name}-${part}`)?.outputs ?? {};
  const [stream, database] = [outputs('stream')['StreamArn'], outputs('database')['DatabaseSecretArn']];
  return [
    ...(names.includes(`${name}-stream`)
      ? [
          `the stream (deployment.removal: retain). Its name is taken: before the next dray deploy say stream.existingArn: ${stream ?? 'its ARN'}, or delete it`,
        ]
      : []),
    ...(names.includes(`${name}-database`)
      ? [
          `the database and its secret (deployment.removal: retain). The next dray deploy would make a second one: to read this one, say source.mode: existing and source.secretArn: ${database ?? 'its secret'}`,
        ]
      : []),
    ...(networkStays && stacks.has(`${name}-network`)
      ? [`${name}-network, which the database needs; when that is gone: dray destroy --only network`]
      : []),
    'the log groups (deployment.removal: retain)',
  ];
}
