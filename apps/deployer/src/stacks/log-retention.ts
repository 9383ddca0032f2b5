import { RetentionDays } from 'aws-cdk-lib/aws-logs';

/** A number of days as the CDK writes it; the configuration knows only those that CloudWatch Logs offers. */
export function logRetention(days: number): RetentionDays {
  const found = Object.values(RetentionDays).find((value): value is RetentionDays => value === days);
  return found ?? RetentionDays.ONE_MONTH;
}
