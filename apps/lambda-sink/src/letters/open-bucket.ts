import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { ObjectPort } from '@drayage/cratedb-writer';

/** A bucket of S3. What fails is tried again by the pipeline, so the SDK tries twice only. */
export function openBucket(bucket: string, region: string | undefined): ObjectPort {
  const client = new S3Client({ maxAttempts: 2, ...(region === undefined ? {} : { region }) });
  return {
    bucket,
    putObject: async ({ key, body, contentType }) => {
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: contentType }));
    },
  };
}
