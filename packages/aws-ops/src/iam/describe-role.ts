import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import { parseArn } from '../arn/parse-arn.js';
import type { AwsClients } from '../clients/aws-clients.js';
import { collectPages } from '../collect-pages.js';
import { callAws, callForMaybe } from '../errors/call-aws.js';
import { need } from '../errors/need.js';
import { parsePolicyDocument, type PolicyDocument } from './policy-document.js';

export interface RolePolicy {
  readonly name: string;
  /** Of a managed policy; inline ones have none. */
  readonly arn: string | undefined;
  readonly document: PolicyDocument;
}

/** A role, who may take it, and what it may do. */
export interface RoleDescription {
  readonly name: string;
  readonly arn: string;
  readonly trust: PolicyDocument;
  readonly policies: readonly RolePolicy[];
}

/** By its name or ARN; `undefined` where there is no such role. */
export async function describeRole(
  { iam }: Pick<AwsClients, 'iam'>,
  nameOrArn: string,
): Promise<RoleDescription | undefined> {
  const name = parseArn(nameOrArn)?.resource.at(-1) ?? nameOrArn;
  const answer = await callForMaybe(`iam:GetRole on ${name}`, () => iam.send(new GetRoleCommand({ RoleName: name })));
  if (answer?.Role === undefined) return undefined;
  const { Role } = answer;
  return {
    name,
    arn: need(Role.Arn, 'Role.Arn'),
    trust: parsePolicyDocument(Role.AssumeRolePolicyDocument),
    policies: [...(await inlinePolicies({ iam }, name)), ...(await managedPolicies({ iam }, name))],
  };
}

async function inlinePolicies({ iam }: Pick<AwsClients, 'iam'>, role: string): Promise<readonly RolePolicy[]> {
  const names = await collectPages(async (token) => {
    const input = { RoleName: role, Marker: token };
    const { PolicyNames, Marker } = await callAws('iam:ListRolePolicies', () =>
      iam.send(new ListRolePoliciesCommand(input)),
    );
    return { items: PolicyNames, next: Marker };
  });
  return Promise.all(
    names.map(async (name) => {
      const input = { RoleName: role, PolicyName: name };
      const { PolicyDocument } = await callAws('iam:GetRolePolicy', () => iam.send(new GetRolePolicyCommand(input)));
      return { name, arn: undefined, document: parsePolicyDocument(PolicyDocument) };
    }),
  );
}

async function managedPolicies({ iam }: Pick<AwsClients, 'iam'>, role: string): Promise<readonly RolePolicy[]> {
  const attached = await collectPages(async (token) => {
    const input = { RoleName: role, Marker: token };
    const { AttachedPolicies, Marker } = await callAws('iam:ListAttachedRolePolicies', () =>
      iam.send(new ListAttachedRolePoliciesCommand(input)),
    );
    return { items: AttachedPolicies, next: Marker };
  });
  return Promise.all(
    attached.map(async ({ PolicyName = '', PolicyArn }) => {
      const arn = need(PolicyArn, 'PolicyArn');
      const { Policy } = await callAws(`iam:GetPolicy on ${arn}`, () =>
        iam.send(new GetPolicyCommand({ PolicyArn: arn })),
      );
      const version = { PolicyArn: arn, VersionId: need(Policy?.DefaultVersionId, 'Policy.DefaultVersionId') };
      const { PolicyVersion } = await callAws(`iam:GetPolicyVersion on ${arn}`, () =>
        iam.send(new GetPolicyVersionCommand(version)),
      );
      return { name: PolicyName, arn, document: parsePolicyDocument(PolicyVersion?.Document) };
    }),
  );
}
