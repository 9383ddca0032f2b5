import type { Command } from 'commander';
import { type AwsFlags, withAwsOptions } from '../aws/aws-flags.js';

export type CommonFlags = AwsFlags;

export interface SelectionFlags {
  readonly table?: string;
  readonly code?: string;
  readonly state?: string;
  readonly all?: boolean;
}

/** Options of every command about dead letters: AWS is asked only for a target that is in a secret. */
export function withCommonOptions(command: Command): Command {
  return withAwsOptions(command, ['to', 'pipeline', 'stream']);
}

/** Options that say which letters. */
export function withSelection(command: Command): Command {
  return command
    .option('--table <schema.table>', 'letters of one source table')
    .option('--code <code>', 'letters of one code');
}
