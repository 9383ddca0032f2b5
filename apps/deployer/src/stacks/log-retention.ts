import { RetentionDays } from 'aws-cdk-lib/aws-logs';

/** A number of days as the CDK writes it; the configuration knows only those that CloudWatch Logs offers. */
export function logRetention(days: number): RetentionDays {
  const offered: ReadonlyMap<number, RetentionDays> = new Map(
    Object.values(RetentionDays).flatMap((value) => (typeof value === 'number' ? [[value, value]] : [])),
  );
  return offered.get(days) ?? RetentionDays.ONE_MONTH;
}
