import { z } from 'zod';

/** ARNs of what a pipeline is put together from: each with the form that AWS gives it, and how one looks. */
function arn(form: RegExp, example: string) {
  return z
    .string()
    .regex(form)
    .meta({ examples: [example] });
}

export const kmsKeyArn = arn(
  /^arn:[\w-]+:kms:[\w-]+:\d{12}:key\/.+$/,
  'arn:aws:kms:eu-central-1:123456789012:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9',
);

/** Without the six characters at its end it is a secret as well, to all but permissions. */
export const secretArn = arn(
  /^arn:[\w-]+:secretsmanager:[\w-]+:\d{12}:secret:.+$/,
  'arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop-AbCdEf',
);

export const streamArn = arn(
  /^arn:[\w-]+:kinesis:[\w-]+:\d{12}:stream\/[\w.-]{1,128}$/,
  'arn:aws:kinesis:eu-central-1:123456789012:stream/shop',
);

export const certificateArn = arn(
  /^arn:[\w-]+:dms:[\w-]+:\d{12}:cert:.+$/,
  'arn:aws:dms:eu-central-1:123456789012:cert:ABCDEFGHIJKLMNOPQRSTUVWX',
);

export const roleArn = arn(/^arn:[\w-]+:iam::\d{12}:role\/.+$/, 'arn:aws:iam::123456789012:role/sink');

export const topicArn = arn(/^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w-]+$/, 'arn:aws:sns:eu-central-1:123456789012:oncall');
