import { GetRoleCommand } from '@aws-sdk/client-iam';
import type { AwsClients } from '../clients/aws-clients.js';
import { callForMaybe } from '../errors/call-aws.js';

/** Whether the account has a role of this name: one call, which reads none of its policies. @throws AwsOpsError */
export async function roleExists({ iam }: Pick<AwsClients, 'iam'>, name: string): Promise<boolean> {
  const answer = await callForMaybe(`iam:GetRole on ${name}`, () => iam.send(new GetRoleCommand({ RoleName: name })));
  return answer?.Role !== undefined;
}
