import { type Command, Option } from 'commander';
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
