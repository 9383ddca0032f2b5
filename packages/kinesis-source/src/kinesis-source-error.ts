/** Why the source stops on its own. Whatever may pass by itself is retried and is not in this list. */
export type KinesisSourceErrorCode =
  | 'access-denied'
  | 'credentials-expired'
  | 'credentials-invalid'
  | 'encryption-key-unusable'
  | 'gap'
  | 'request-refused'
  | 'start-in-future'
  | 'stream-not-found'
  | 'tls-refused'
  | 'unexpected';

/** What to do about each code, where the error itself does not know better. */
export const REMEDIES: Readonly<Record<KinesisSourceErrorCode, string>> = {
  'access-denied':
    'Allow kinesis:DescribeStreamSummary, kinesis:ListShards, kinesis:GetShardIterator and kinesis:GetRecords ' +
    'on the stream, and kms:Decrypt on its key if it is encrypted.',
  'credentials-expired':
    'Renew the AWS credentials and start again; a role is renewed by itself, a pasted session is not.',
  'credentials-invalid':
    'Give valid AWS credentials for the account of the stream (environment, profile or role), and check the clock.',
  'encryption-key-unusable': 'Enable the KMS key of the stream, and allow kms:Decrypt on it.',
  gap: 'Reload the tables that this stream carries, then start once at trim-horizon, or let the source continue over gaps.',
  'request-refused': 'Check the name, ARN, region and endpoint of the stream.',
  'start-in-future': 'Give a start time that has passed, or start at latest.',
  'stream-not-found': 'Create the stream, or correct its name, region or account.',
  'tls-refused': 'Check the endpoint and its certificate; a private authority is named by NODE_EXTRA_CA_CERTS.',
  unexpected: 'This is a defect of the source: please report it with the cause.',
};

export interface KinesisSourceErrorDetails {
  readonly message: string;
  readonly remedy?: string | undefined;
  readonly cause?: unknown;
}

/** The source cannot go on without somebody's help. The message holds neither record data nor credentials. */
export class KinesisSourceError extends Error {
  readonly code: KinesisSourceErrorCode;
  readonly remedy: string;

  constructor(code: KinesisSourceErrorCode, details: KinesisSourceErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'KinesisSourceError';
    this.code = code;
    this.remedy = details.remedy ?? REMEDIES[code];
  }
}
