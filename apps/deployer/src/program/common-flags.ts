import { type Command, Option } from 'commander';
import { parseDuration } from '@drayage/terminal';
import { STAGES, type Stage } from '../stacks/stages.js';

/** Which pipeline: of every command. */
export interface ConfigFlags {
  readonly config?: string;
}

/** The same, of the commands with a result that a program may read. */
export interface CommonFlags extends ConfigFlags {
  readonly output: 'table' | 'json';
}

/** Flags of the commands that speak with AWS. */
export interface AwsFlags extends ConfigFlags {
  readonly only?: Stage;
  readonly profile?: string;
  readonly region?: string;
  readonly endpointUrl?: string;
}

export function withConfigFlag(command: Command): Command {
  return command.option('--config <file>', 'configuration file (default: drayage.config.yaml in this folder)');
}

export function withOutputFlag(command: Command): Command {
  return command.addOption(
    new Option('--output <format>', 'how to print the result').choices(['table', 'json']).default('table'),
  );
}

export function withAwsFlags(command: Command): Command {
  return withConfigFlag(command)
    .addOption(new Option('--only <stage>', 'one stage alone').choices([...STAGES]))
    .option('--profile <name>', 'profile of the AWS configuration files')
    .option('--region <name>', 'AWS region')
    .option('--endpoint-url <url>', 'another address for every AWS service: a local stand-in');
}

/** Of the commands that wait for AWS. */
export interface WaitFlags {
  /** Milliseconds. */
  readonly timeout: number;
}

const DEFAULT_MINUTES = 60;

export function withWaitFlags(command: Command): Command {
  return command.addOption(
    new Option('--timeout <minutes>', 'how long to wait for AWS DMS, the sink or a stack at most, each')
      .argParser((text) =>
        parseDuration(text, { option: '--timeout', unit: 'minutes', remedy: 'For example --timeout 90.' }),
      )
      .default(DEFAULT_MINUTES * 60_000, String(DEFAULT_MINUTES)),
  );
}
