import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { AwsClients } from '../clients/aws-clients.js';
import { callAws } from '../errors/call-aws.js';
import { need } from '../errors/need.js';

/** Whose credentials calls are signed with. */
export interface CallerIdentity {
  readonly account: string;
  /** Of the user or the role. */
  readonly arn: string;
}

/** Asks AWS; everybody may. @throws AwsOpsError `credentials-invalid`, `credentials-expired` or `no-region` */
export async function readCallerIdentity({ sts }: Pick<AwsClients, 'sts'>): Promise<CallerIdentity> {
  const { Account, Arn } = await callAws('sts:GetCallerIdentity', () => sts.send(new GetCallerIdentityCommand({})));
  return { account: need(Account, 'Account'), arn: need(Arn, 'Arn') };
}
