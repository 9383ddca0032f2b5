import { fakeSdkClient } from '@drayage/testing';
import { expect, it } from 'vitest';
import type { AwsClients } from '../clients/aws-clients.js';
import { readReplicationTags, tagReplication, untagReplication } from './replication-tags.js';

const ARN = 'arn:aws:dms:eu-central-1:123456789012:task:T';

it('reads, sets and takes away one tag of a replication', async () => {
  const { client, calls } = fakeSdkClient<AwsClients['dms']>({
    ListTagsForResourceCommand: () => ({ TagList: [{ Key: 'team', Value: 'data' }] }),
    AddTagsToResourceCommand: () => ({}),
    RemoveTagsFromResourceCommand: () => ({}),
  });
  expect(await readReplicationTags({ dms: client }, ARN)).toEqual({ team: 'data' });
  await tagReplication({ dms: client }, ARN, 'stopped', 'now');
  await untagReplication({ dms: client }, ARN, 'stopped');
  expect(calls.slice(1)).toEqual([
    { name: 'AddTagsToResourceCommand', input: { ResourceArn: ARN, Tags: [{ Key: 'stopped', Value: 'now' }] } },
    { name: 'RemoveTagsFromResourceCommand', input: { ResourceArn: ARN, TagKeys: ['stopped'] } },
  ]);
});
