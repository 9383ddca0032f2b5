import { AwsOpsError } from './aws-ops-error.js';

/** A field that AWS always sends, although its types do not say so. @throws AwsOpsError `unexpected` */
export function need<T>(value: T | undefined, field: string): T {
  if (value !== undefined) return value;
  throw new AwsOpsError('unexpected', { message: `AWS answered without ${field}.` });
}
