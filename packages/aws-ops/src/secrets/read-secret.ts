import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import type { AwsClients } from '../clients/aws-clients.js';
import { callAws } from '../errors/call-aws.js';
import { need } from '../errors/need.js';

/** The text of a secret. What is done with it must not be printed. @throws AwsOpsError `not-found` */
export async function readSecret({ secrets }: Pick<AwsClients, 'secrets'>, idOrArn: string): Promise<string> {
  const input = { SecretId: idOrArn };
  const answer = await callAws(`secretsmanager:GetSecretValue on ${idOrArn}`, () =>
    secrets.send(new GetSecretValueCommand(input)),
  );
  return need(answer.SecretString, 'SecretString');
}
