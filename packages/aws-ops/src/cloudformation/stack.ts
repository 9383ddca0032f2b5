import {
  ContinueUpdateRollbackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import type { AwsClients } from '../clients/aws-clients.js';
import { AwsOpsError } from '../errors/aws-ops-error.js';
import { callAws } from '../errors/call-aws.js';
import { isMissingStack } from '../errors/classify-aws-error.js';
import { need } from '../errors/need.js';

type CloudFormation = Pick<AwsClients, 'cloudFormation'>;

export interface StackOutput {
  readonly key: string;
  readonly value: string;
  readonly description: string | undefined;
}

export interface StackDescription {
  readonly name: string;
  readonly id: string;
  readonly status: string;
  readonly statusReason: string | undefined;
  readonly terminationProtection: boolean;
  readonly outputs: readonly StackOutput[];
}

export interface StackEvent {
  readonly at: Date;
  readonly logicalId: string;
  readonly resourceType: string;
  readonly status: string;
  readonly reason: string | undefined;
}

/** `undefined` where there is no such stack, or no more. */
export async function describeStack(
  { cloudFormation }: CloudFormation,
  name: string,
): Promise<StackDescription | undefined> {
  const stack = await callAws(`cloudformation:DescribeStacks on ${name}`, async () => {
    try {
      return (await cloudFormation.send(new DescribeStacksCommand({ StackName: name }))).Stacks?.[0];
    } catch (error) {
      if (isMissingStack(error)) return undefined;
      throw error;
    }
  });
  if (stack === undefined) return undefined;
  return {
    name: stack.StackName ?? name,
    id: stack.StackId ?? name,
    status: stack.StackStatus ?? '',
    statusReason: stack.StackStatusReason,
    terminationProtection: stack.EnableTerminationProtection === true,
    outputs: (stack.Outputs ?? []).map(({ OutputKey = '', OutputValue = '', Description }) => ({
      key: OutputKey,
      value: OutputValue,
      description: Description,
    })),
  };
}

/** The same where the stack has to be there. @throws AwsOpsError `not-found` */
export async function needStack(clients: CloudFormation, name: string): Promise<StackDescription> {
  const stack = await describeStack(clients, name);
  if (stack !== undefined) return stack;
  throw new AwsOpsError('not-found', { message: `There is no stack ${name} in this account and region.` });
}

/** The template of a stack as it was given, JSON or YAML. @throws AwsOpsError `request-refused` where there is no such stack */
export async function readStackTemplate({ cloudFormation }: CloudFormation, name: string): Promise<string> {
  const input = { StackName: name, TemplateStage: 'Original' as const };
  const { TemplateBody } = await callAws(`cloudformation:GetTemplate on ${name}`, () =>
    cloudFormation.send(new GetTemplateCommand(input)),
  );
  return need(TemplateBody, 'TemplateBody');
}

/** Events of a stack, the newest first, at most `limit`. */
export async function describeStackEvents(
  { cloudFormation }: CloudFormation,
  name: string,
  limit: number,
): Promise<readonly StackEvent[]> {
  const events: StackEvent[] = [];
  let token: string | undefined;
  do {
    const input = { StackName: name, NextToken: token };
    const page = await callAws(`cloudformation:DescribeStackEvents on ${name}`, () =>
      cloudFormation.send(new DescribeStackEventsCommand(input)),
    );
    for (const event of page.StackEvents ?? []) {
      events.push({
        at: event.Timestamp ?? new Date(0),
        logicalId: event.LogicalResourceId ?? '',
        resourceType: event.ResourceType ?? '',
        status: event.ResourceStatus ?? '',
        reason: event.ResourceStatusReason,
      });
    }
    token = page.NextToken;
  } while (token !== undefined && events.length < limit);
  return events.slice(0, limit);
}

/** Goes on with a rollback of an update that itself failed; `skip` names resources to leave as they are. */
export async function continueRollback(
  { cloudFormation }: CloudFormation,
  name: string,
  skip: readonly string[],
): Promise<void> {
  const input = { StackName: name, ...(skip.length === 0 ? {} : { ResourcesToSkip: [...skip] }) };
  await callAws(`cloudformation:ContinueUpdateRollback on ${name}`, () =>
    cloudFormation.send(new ContinueUpdateRollbackCommand(input)),
  );
}

export async function deleteStack({ cloudFormation }: CloudFormation, name: string): Promise<void> {
  await callAws(`cloudformation:DeleteStack on ${name}`, () =>
    cloudFormation.send(new DeleteStackCommand({ StackName: name })),
  );
}
