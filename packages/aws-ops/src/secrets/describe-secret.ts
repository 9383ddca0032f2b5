import { DescribeSecretCommand } from '@aws-sdk/client-secrets-manager';
import type { AwsClients } from '../clients/aws-clients.js';
import { callAws } from '../errors/call-aws.js';
import { need } from '../errors/need.js';

/** What is known of a secret without its text. */
export interface SecretDescription {
  readonly arn: string;
  /** ARN, id or alias of the key that it is encrypted with; `undefined`: the key of AWS for secrets. */
  readonly kmsKeyId: string | undefined;
}

/** @throws AwsOpsError `not-found` */
export async function describeSecret(
  { secrets }: Pick<AwsClients, 'secrets'>,
  idOrArn: string,
): Promise<SecretDescription> {
  const answer = await callAws(`secretsmanager:DescribeSecret on ${idOrArn}`, () =>
    secrets.send(new DescribeSecretCommand({ SecretId: idOrArn })),
  );
  return { arn: need(answer.ARN, 'ARN'), kmsKeyId: answer.KmsKeyId };
}
