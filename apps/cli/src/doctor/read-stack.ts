import { needStack, describeStackEvents, type OwnedAwsClients } from '@drayage/aws-ops';
import type { Read, StackFacts } from '@drayage/doctor';
import { readArea } from './read-area.js';

/** As far back as one deployment usually goes. */
const EVENTS = 200;
const SETTLED = /^(CREATE|UPDATE|IMPORT)_COMPLETE$/u;
/** What CloudFormation writes of resources that it only gave up because another one failed. */
const FOLLOWS = /resource (creation|update) cancelled/iu;

/** The stack, and what failed in its last deployment; nothing of that where the deployment ended well. */
export function readStack(clients: OwnedAwsClients, name: string, signal: AbortSignal): Promise<Read<StackFacts>> {
  return readArea(signal, async () => {
    const { name: found, status } = await needStack(clients, name);
    return { name: found, status, failures: SETTLED.test(status) ? [] : await lastFailures(clients, name) };
  });
}

async function lastFailures(clients: OwnedAwsClients, name: string): Promise<StackFacts['failures']> {
  const events = await describeStackEvents(clients, name, EVENTS);
  const failed = events.filter(
    ({ status, reason }) => status.endsWith('_FAILED') && reason !== undefined && !FOLLOWS.test(reason),
  );
  const byResource = new Map(failed.toReversed().map(({ logicalId, reason }) => [logicalId, reason ?? '']));
  return [...byResource].map(([resource, reason]) => ({ resource, reason }));
}
