import {
  describeRole,
  describeSecret,
  parseArn,
  type DmsEndpoint,
  isAllowed,
  type OwnedAwsClients,
  type RoleDescription,
} from '@drayage/aws-ops';
import { type KeyFacts, type NamedRole, type Read, type RoleFacts, valueOf } from '@drayage/doctor';
import { mapRead, readArea } from './read-area.js';
import type { AwsSettings } from './read-settings-facts.js';

type Settings = Pick<AwsSettings, 'sourceEndpoint' | 'targetEndpoint' | 'stream'>;

interface WantedRole {
  readonly name: string;
  readonly purpose: RoleFacts['purpose'];
  readonly region?: string;
  readonly actions: readonly string[];
  readonly resource: string;
  /** What it does with the key that its resource is encrypted with, and which key that is; absent: there is none. */
  readonly key?: { readonly actions: readonly string[]; readonly arn: Read<EncryptionKey | undefined> };
}

interface EncryptionKey {
  readonly id: string;
  /** `undefined` for an alias: which key it stands for is not known here. */
  readonly arn: string | undefined;
}

/** The two roles of the account that AWS DMS looks for by name, and those that the endpoints name; each may be denied on its own. */
export async function readRoles(
  clients: OwnedAwsClients,
  settings: Settings,
  signal: AbortSignal,
): Promise<readonly NamedRole[]> {
  const wanted = [...accountRoles(), ...streamRole(settings), ...(await secretRole(clients, settings, signal))];
  return Promise.all(
    wanted.map(async (role) => ({ name: role.name, role: await readArea(signal, () => readRole(clients, role)) })),
  );
}

function accountRoles(): readonly WantedRole[] {
  return [
    { name: 'dms-vpc-role', purpose: 'vpc', actions: [], resource: '' },
    { name: 'dms-cloudwatch-logs-role', purpose: 'logs', actions: [], resource: '' },
  ];
}

function streamRole({ targetEndpoint, stream }: Settings): readonly WantedRole[] {
  const endpoint = valueOf(targetEndpoint);
  const { ServiceAccessRoleArn: name, StreamArn: arn } = endpoint?.kinesis ?? {};
  if (endpoint === undefined || name === undefined) return [];
  // The key of another stream says nothing.
  const key = mapRead(stream, (found) =>
    found.arn === arn && found.encryption.kind === 'kms' ? ownKey(found.encryption.keyId, found.arn) : undefined,
  );
  return [
    {
      name,
      purpose: 'stream',
      region: regionOf(endpoint),
      actions: ['kinesis:DescribeStream', 'kinesis:PutRecord', 'kinesis:PutRecords'],
      resource: arn ?? '*',
      key: { actions: ['kms:GenerateDataKey'], arn: key },
    },
  ];
}

async function secretRole(
  clients: OwnedAwsClients,
  { sourceEndpoint }: Settings,
  signal: AbortSignal,
): Promise<readonly WantedRole[]> {
  const endpoint = valueOf(sourceEndpoint);
  if (endpoint?.secretRoleArn === undefined) return [];
  const { secretId, secretRoleArn: name } = endpoint;
  const actions = ['secretsmanager:GetSecretValue'];
  const role: WantedRole = {
    name,
    purpose: 'secret',
    region: regionOf(endpoint),
    actions,
    resource: secretId ?? '*',
  };
  if (secretId === undefined) return [role];
  const secret = await readArea(signal, () => describeSecret(clients, secretId));
  return [
    { ...role, key: { actions: ['kms:Decrypt'], arn: mapRead(secret, ({ arn, kmsKeyId }) => ownKey(kmsKeyId, arn)) } },
  ];
}

function regionOf({ arn }: DmsEndpoint): string {
  return parseArn(arn)?.region ?? '';
}

/** A key of one’s own: what AWS encrypts with by itself, everybody of the account may use through its service. */
function ownKey(id: string | undefined, encryptedArn: string): EncryptionKey | undefined {
  if (id === undefined || /(^|:)alias\/aws\//u.test(id)) return undefined;
  if (id.includes('alias/')) return { id, arn: undefined };
  if (id.startsWith('arn:')) return { id, arn: id };
  const of = parseArn(encryptedArn);
  return { id, arn: of && `arn:${of.partition}:kms:${of.region}:${of.account}:key/${id}` };
}

async function readRole(clients: OwnedAwsClients, wanted: WantedRole): Promise<RoleFacts> {
  const { name, purpose, region, actions, resource, key } = wanted;
  const base = { purpose, ...(region === undefined ? {} : { region }), ...(resource === '' ? {} : { resource }) };
  const role = await describeRole(clients, name);
  if (role === undefined) return { ...base, name, exists: false, trusts: [], policies: [], missingActions: [] };
  return {
    ...base,
    name: role.name,
    exists: true,
    trusts: role.trust.statements
      .filter(({ effect }) => effect === 'Allow')
      .flatMap(({ principals }) => principals.Service ?? []),
    policies: role.policies.map(({ name: policy }) => policy),
    missingActions: lacking(role, actions, resource),
    ...(key === undefined ? {} : { key: mapRead(key.arn, (found) => keyFacts(role, key.actions, found)) }),
  };
}

function keyFacts(
  role: RoleDescription,
  actions: readonly string[],
  key: EncryptionKey | undefined,
): KeyFacts | undefined {
  return key === undefined ? undefined : { id: key.arn ?? key.id, missingActions: lacking(role, actions, key.arn) };
}

function lacking(
  { policies }: RoleDescription,
  actions: readonly string[],
  resource: string | undefined,
): readonly string[] {
  const documents = policies.map(({ document }) => document);
  return actions.filter((action) => !isAllowed(documents, action, resource));
}
