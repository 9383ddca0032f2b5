import type { DescribeSecretCommandOutput } from '@aws-sdk/client-secrets-manager';
import type { DmsEndpoint, OwnedAwsClients, StreamDescription } from '@drayage/aws-ops';
import { known, type NamedRole, type RoleFacts, unread, valueOf } from '@drayage/doctor';
import { fakeSdkClient } from '@drayage/testing';
import { expect, it } from 'vitest';
import { readRoles } from './read-roles.js';

const META = { $metadata: {} };
const STREAM = 'arn:aws:kinesis:eu-central-1:123456789012:stream/shop';
const SECRET = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop-AbCdEf';
const KEY = 'arn:aws:kms:eu-central-1:123456789012:key/0a1b';
const ENDPOINT = 'arn:aws:dms:eu-central-1:123456789012:endpoint:E';

const allow = (Action: string, Resource: string): object => ({ Effect: 'Allow', Action, Resource });

interface Account {
  /** What every role may. */
  readonly statements: readonly object[];
  readonly streamKey?: string;
  readonly secretKey?: string;
  readonly secretDenied?: boolean;
  readonly deniedRole?: string;
}

async function roles(account: Account): Promise<readonly (RoleFacts | undefined)[]> {
  return (await namedRoles(account)).slice(2).map(({ role }) => valueOf(role));
}

async function namedRoles({
  statements,
  streamKey,
  secretKey,
  secretDenied,
  deniedRole,
}: Account): Promise<readonly NamedRole[]> {
  const clients = {
    iam: fakeSdkClient<OwnedAwsClients['iam']>({
      GetRoleCommand: ({ RoleName }: { RoleName: string }) => {
        if (RoleName === deniedRole) throw Object.assign(new Error('denied'), { name: 'AccessDeniedException' });
        return {
          ...META,
          Role: { RoleName, Arn: `arn:aws:iam::123456789012:role/${RoleName}`, AssumeRolePolicyDocument: '{}' },
        };
      },
      ListRolePoliciesCommand: () => ({ ...META, PolicyNames: ['access'] }),
      GetRolePolicyCommand: () => ({ ...META, PolicyDocument: JSON.stringify({ Statement: statements }) }),
      ListAttachedRolePoliciesCommand: () => ({ ...META, AttachedPolicies: [] }),
    }).client,
    secrets: fakeSdkClient<OwnedAwsClients['secrets']>({
      DescribeSecretCommand: (): DescribeSecretCommandOutput => {
        if (secretDenied === true) throw Object.assign(new Error('denied'), { name: 'AccessDeniedException' });
        return { ...META, ARN: SECRET, ...(secretKey === undefined ? {} : { KmsKeyId: secretKey }) };
      },
    }).client,
  } as OwnedAwsClients;
  const endpoint = (part: Partial<DmsEndpoint>) => known({ arn: ENDPOINT, ...part } as DmsEndpoint);
  return readRoles(
    clients,
    {
      sourceEndpoint: endpoint({ secretId: SECRET, secretRoleArn: 'arn:aws:iam::123456789012:role/secret' }),
      targetEndpoint: endpoint({
        kinesis: { StreamArn: STREAM, ServiceAccessRoleArn: 'arn:aws:iam::123456789012:role/stream' },
      }),
      stream: known({ arn: STREAM, encryption: { kind: 'kms', keyId: streamKey } } as StreamDescription),
    },
    new AbortController().signal,
  );
}

it('looks at the key of the stream and of the secret, where these are of one’s own', async () => {
  const account = { streamKey: '0a1b', secretKey: KEY };
  expect(await roles({ ...account, statements: [allow('kms:Decrypt', KEY)] })).toEqual([
    expect.objectContaining({
      name: 'stream',
      region: 'eu-central-1',
      key: known({ id: KEY, missingActions: ['kms:GenerateDataKey'] }),
    }),
    expect.objectContaining({ name: 'secret', region: 'eu-central-1', key: known({ id: KEY, missingActions: [] }) }),
  ]);
  const elsewhere = await roles({ ...account, statements: [allow('kms:*', `${KEY}c`)] });
  expect(elsewhere.map((role) => role?.key)).toEqual([
    known({ id: KEY, missingActions: ['kms:GenerateDataKey'] }),
    known({ id: KEY, missingActions: ['kms:Decrypt'] }),
  ]);
});

it('asks for no right on the keys of AWS', async () => {
  const found = await roles({ statements: [], streamKey: 'alias/aws/kinesis' });
  expect(found.map((role) => role?.key)).toEqual([known(undefined), known(undefined)]);
});

it('takes a right on any key for one on a key of which only an alias is known', async () => {
  const alias = { streamKey: 'alias/mine', secretKey: 'alias/mine' };
  expect((await roles({ ...alias, statements: [allow('kms:Decrypt', KEY)] })).map((role) => role?.key)).toEqual([
    known({ id: 'alias/mine', missingActions: ['kms:GenerateDataKey'] }),
    known({ id: 'alias/mine', missingActions: [] }),
  ]);
});

it('tells a secret that it may not look at, and reads the roles all the same', async () => {
  const [stream, secret] = await roles({ statements: [allow('*', '*')], secretDenied: true });
  expect(stream?.key).toEqual(known(undefined));
  expect(secret).toMatchObject({ exists: true, missingActions: [], key: { known: false } });
  expect(secret?.key).not.toEqual(unread(''));
});

it('tells the one role that it may not look at, and reads the others', async () => {
  const found = await namedRoles({ statements: [], deniedRole: 'dms-vpc-role' });
  expect(found.map(({ name, role }) => [name, role.known])).toEqual([
    ['dms-vpc-role', false],
    ['dms-cloudwatch-logs-role', true],
    ['arn:aws:iam::123456789012:role/stream', true],
    ['arn:aws:iam::123456789012:role/secret', true],
  ]);
});
