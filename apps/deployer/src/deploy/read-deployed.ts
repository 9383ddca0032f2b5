import type { DeployedStack, DeployPorts, ReplicationActivity } from './ports.js';

/** What of a pipeline is in the account. */
export interface Deployed {
  /** By name; what is not here is not there. */
  readonly stacks: ReadonlyMap<string, DeployedStack>;
  readonly replication: { readonly arn: string; readonly activity: ReplicationActivity } | undefined;
}

/** Looks at the stacks of these names, and at the replication that one of them made. */
export async function readDeployed(
  { stacks, replication }: Pick<DeployPorts, 'stacks' | 'replication'>,
  names: readonly string[],
): Promise<Deployed> {
  const found = await Promise.all(names.map(async (name) => [name, await stacks.find(name)] as const));
  const there = new Map(found.flatMap(([name, stack]) => (stack === undefined ? [] : [[name, stack] as const])));
  const arn = [...there.values()].map(({ outputs }) => outputs['ReplicationArn']).find((value) => value !== undefined);
  const activity = arn === undefined ? undefined : await replication.activity(arn);
  return { stacks: there, replication: arn === undefined || activity === undefined ? undefined : { arn, activity } };
}
