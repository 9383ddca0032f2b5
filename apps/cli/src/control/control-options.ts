import type { Command } from 'commander';
import { UsageError } from '@drayage/terminal';
import { withAwsOptions, type AwsFlags } from '../aws/aws-flags.js';

export interface ControlFlags extends AwsFlags {
  readonly wait: boolean;
  readonly timeout: string;
  readonly yes?: boolean;
}

/** Options of a command that stops a replication. */
export function withStopOptions(command: Command): Command {
  return withWaiting(withAwsOptions(command, ['replication']));
}

/** Options of the commands that start one. */
export function withStartOptions(command: Command): Command {
  return withWaiting(withAwsOptions(command, ['replication', 'sourceUrl'])).option('--yes', 'do not ask');
}

function withWaiting(command: Command): Command {
  return command
    .option('--no-wait', 'do not wait until it is done')
    .option('--timeout <minutes>', 'how long to wait at most', '60');
}

/** `--timeout`, in minutes. @throws UsageError */
export function timeoutMs(text: string): number {
  const minutes = Number(text);
  if (Number.isFinite(minutes) && minutes > 0) return minutes * 60_000;
  throw new UsageError('--timeout is not a number of minutes.', 'For example --timeout 90.');
}
