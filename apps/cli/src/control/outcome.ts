import type { Replication } from '@drayage/aws-ops';
import type { CliEnvironment } from '../cli-environment.js';

/** The replication is not in a state in which this would be right. */
export class ControlRefusedError extends Error {
  readonly code = 'refused';
  readonly remedy: string;

  constructor(message: string, remedy: string) {
    super(message);
    this.name = 'ControlRefusedError';
    this.remedy = remedy;
  }
}

/** What became of the replication. `result`: the start type, `stopped`, `failed`, `stop-requested`, `reload-tables`, or `unchanged`. */
export function printOutcome(
  replication: Replication,
  result: string,
  output: 'table' | 'json',
  { stdout }: CliEnvironment,
): void {
  const { identifier, arn, kind, state, status, stopReason, progress } = replication;
  if (output === 'json') {
    stdout.write(
      `${JSON.stringify({ replication: { identifier, arn, kind, state, status, stopReason: stopReason ?? null, progress: progress ?? null }, result })}\n`,
    );
    return;
  }
  stdout.write(
    `${identifier}: ${status}${stopReason === undefined || state === 'running' ? '' : ` (${stopReason})`}\n`,
  );
}
