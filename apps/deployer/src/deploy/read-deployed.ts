import type { DeployedStack, DeployPorts, ReplicationActivity } from './ports.js';
import { stackState } from './stack-state.js';

/** What of a pipeline is in the account. */
export interface Deployed {
  /** By name; what is not here is not there. */
  readonly stacks: ReadonlyMap<string, DeployedStack>;
  readonly replication: DeployedReplication | undefined;
}

export interface DeployedReplication {
  readonly arn: string;
  readonly activity: ReplicationActivity;
  /** Whether its Kinesis endpoint has what CloudFormation does not know. */
  readonly endpointComplete: boolean;
}

/** Looks at the stacks of these names, and at the replication that one of them made. */
export async function readDeployed(
  { stacks, replication }: Pick<DeployPorts, 'stacks' | 'replication'>,
  names: readonly string[],
): Promise<Deployed> {
  const found = await Promise.all(names.map(async (name) => [name, await stacks.find(name)] as const));
  const there = new Map(found.flatMap(([name, stack]) => (stack === undefined ? [] : [[name, stack] as const])));
  const output = (name: string): string | undefined =>
    [...there.values()].map(({ outputs }) => outputs[name]).find((value) => value !== undefined);
  const [arn, endpointArn] = [output('ReplicationArn'), output('TargetEndpointArn')];
  const activity = arn === undefined ? undefined : await replication.activity(arn);
  if (arn === undefined || activity === undefined) return { stacks: there, replication: undefined };
  const endpointComplete = endpointArn === undefined || (await replication.endpointIsComplete(endpointArn));
  return { stacks: there, replication: { arn, activity, endpointComplete } };
}

/** The stack, where it is there and its creation did not fail. */
export function madeStack({ stacks }: Pick<Deployed, 'stacks'>, stackName: string): DeployedStack | undefined {
  const stack = stacks.get(stackName);
  return stack === undefined || stackState(stack.status) === 'unmade' ? undefined : stack;
}
