import { IncreaseStreamRetentionPeriodCommand, StartStreamEncryptionCommand } from '@aws-sdk/client-kinesis';
import type { AwsClients } from '../clients/aws-clients.js';
import { callAws } from '../errors/call-aws.js';

/** The key that AWS keeps for Kinesis in every account. */
const AWS_MANAGED_KEY = 'alias/aws/kinesis';

/** Keeps records for longer. What the stream holds already is kept for longer as well. */
export async function increaseRetention(
  { kinesis }: Pick<AwsClients, 'kinesis'>,
  streamArn: string,
  hours: number,
): Promise<void> {
  const input = { StreamARN: streamArn, RetentionPeriodHours: hours };
  await callAws(`kinesis:IncreaseStreamRetentionPeriod on ${streamArn}`, () =>
    kinesis.send(new IncreaseStreamRetentionPeriodCommand(input)),
  );
}

/** Encrypts what is written from now on, by the key of AWS for Kinesis: readers and writers need no right on it. */
export async function encryptStream({ kinesis }: Pick<AwsClients, 'kinesis'>, streamArn: string): Promise<void> {
  const input = { StreamARN: streamArn, EncryptionType: 'KMS' as const, KeyId: AWS_MANAGED_KEY };
  await callAws(`kinesis:StartStreamEncryption on ${streamArn}`, () =>
    kinesis.send(new StartStreamEncryptionCommand(input)),
  );
}
