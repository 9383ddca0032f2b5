import { describeRole, isAllowed, type DmsEndpoint, type OwnedAwsClients } from '@drayage/aws-ops';
import { type Read, type RoleFacts, valueOf } from '@drayage/doctor';
import type { AwsSettings } from './read-settings-facts.js';

interface WantedRole {
  readonly name: string;
  readonly purpose: RoleFacts['purpose'];
  readonly actions: readonly string[];
  readonly resource: string;
}

/** The two roles of the account that AWS DMS looks for by name, and those that the endpoints name. */
export function readRoles(clients: OwnedAwsClients, settings: Pick<AwsSettings, 'sourceEndpoint' | 'targetEndpoint'>): Promise<readonly RoleFacts[]> {
  return Promise.all([...accountRoles(), ...endpointRoles(settings)].map((wanted) => readRole(clients, wanted)));
}

function accountRoles(): readonly WantedRole[] {
  return [
    { name: 'dms-vpc-role', purpose: 'vpc', actions: [], resource: '' },
    { name: 'dms-cloudwatch-logs-role', purpose: 'logs', actions: [], resource: '' },
  ];
}

function endpointRoles({ sourceEndpoint, targetEndpoint }: { readonly sourceEndpoint: Read<DmsEndpoint>; readonly targetEndpoint: Read<DmsEndpoint> }): readonly WantedRole[] {
  const kinesis = valueOf(targetEndpoint)?.kinesis;
  const source = valueOf(sourceEndpoint);
  return [
    ...(kinesis?.ServiceAccessRoleArn === undefined
      ? []
      : [
          {
            name: kinesis.ServiceAccessRoleArn,
            purpose: 'stream' as const,
            actions: ['kinesis:DescribeStream', 'kinesis:PutRecord', 'kinesis:PutRecords'],
            resource: kinesis.StreamArn ?? '*',
          },
        ]),
    ...(source?.secretRoleArn === undefined
      ? []
      : [{ name: source.secretRoleArn, purpose: 'secret' as const, actions: ['secretsmanager:GetSecretValue'], resource: source.secretId ?? '*' }]),
  ];
}

async function readRole(clients: OwnedAwsClients, { name, purpose, actions, resource }: WantedRole): Promise<RoleFacts> {
  const role = await describeRole(clients, name);
  if (role === undefined) return { name, purpose, exists: false, trusts: [], policies: [], missingActions: [] };
  const documents = role.policies.map(({ document }) => document);
  return {
    name: role.name,
    purpose,
    exists: true,
    trusts: role.trust.statements.filter(({ effect }) => effect === 'Allow').flatMap(({ principals }) => principals.Service ?? []),
    policies: role.policies.map(({ name: policy }) => policy),
    missingActions: actions.filter((action) => !isAllowed(documents, action, resource)),
  };
}
