import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { AwsClients } from '../clients/aws-clients.js';
import { callAws } from '../errors/call-aws.js';

/** Whether a bucket holds anything. @throws AwsOpsError `not-found` */
export async function holdsObjects({ s3 }: Pick<AwsClients, 's3'>, bucket: string): Promise<boolean> {
  const input = { Bucket: bucket, MaxKeys: 1 };
  const { KeyCount = 0 } = await callAws(`s3:ListBucket on ${bucket}`, () => s3.send(new ListObjectsV2Command(input)));
  return KeyCount > 0;
}
