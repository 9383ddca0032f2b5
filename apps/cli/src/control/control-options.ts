import type { Command } from 'commander';
import { withAwsOptions, type AwsFlags } from '../aws/aws-flags.js';
import { timeoutOption } from '../options/timeout-option.js';

export interface ControlFlags extends AwsFlags {
  readonly wait: boolean;
  /** Milliseconds. */
  readonly timeout: number;
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
  return command.option('--no-wait', 'do not wait until it is done').addOption(timeoutOption(60));
}
