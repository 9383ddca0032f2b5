import {
  AddTagsToResourceCommand,
  ListTagsForResourceCommand,
  RemoveTagsFromResourceCommand,
} from '@aws-sdk/client-database-migration-service';
import type { AwsClients } from '../clients/aws-clients.js';
import { callAws } from '../errors/call-aws.js';

type Dms = Pick<AwsClients, 'dms'>;

/** The tags of a replication of either kind, by key. */
export async function readReplicationTags({ dms }: Dms, arn: string): Promise<Readonly<Record<string, string>>> {
  const input = { ResourceArn: arn };
  const { TagList = [] } = await callAws(`dms:ListTagsForResource on ${arn}`, () =>
    dms.send(new ListTagsForResourceCommand(input)),
  );
  return Object.fromEntries(TagList.map(({ Key = '', Value = '' }) => [Key, Value]));
}

/** Sets one tag; the others stay. */
export async function tagReplication({ dms }: Dms, arn: string, key: string, value: string): Promise<void> {
  const input = { ResourceArn: arn, Tags: [{ Key: key, Value: value }] };
  await callAws(`dms:AddTagsToResource on ${arn}`, () => dms.send(new AddTagsToResourceCommand(input)));
}

/** Takes one tag away; does nothing where it is not there. */
export async function untagReplication({ dms }: Dms, arn: string, key: string): Promise<void> {
  const input = { ResourceArn: arn, TagKeys: [key] };
  await callAws(`dms:RemoveTagsFromResource on ${arn}`, () => dms.send(new RemoveTagsFromResourceCommand(input)));
}
