import { Option, type Command } from 'commander';

/** What every command about AWS takes. */
export interface AwsFlags {
  readonly profile?: string;
  readonly region?: string;
  readonly endpointUrl?: string;
  readonly config?: string;
  readonly replication?: string;
  readonly stream?: string;
  readonly function?: string;
  readonly service?: string;
  readonly stack?: string;
  readonly repository?: string;
  readonly sinkUrl?: string;
  readonly sourceUrl?: string;
  readonly to?: string;
  readonly pipeline?: string;
  readonly output: 'table' | 'json';
}

/** Names of things; which of them a command takes is its own choice. */
const NAMES = {
  replication: ['--replication <name>', 'identifier or ARN of the DMS replication (default: aws.replication)'],
  stream: ['--stream <name>', 'name or ARN of the Kinesis stream (default: KINESIS_STREAM, else the configuration)'],
  function: ['--function <name>', 'name or ARN of the Lambda function (default: aws.function)'],
  service: [
    '--service <name>',
    'ARN or CLUSTER/SERVICE of the ECS service that runs the container (default: aws.service)',
  ],
  stack: ['--stack <name>', 'name of the CloudFormation stack (default: aws.stack)'],
  repository: ['--repository <name>', 'name of the ECR repository (default: aws.repository)'],
  sinkUrl: ['--sink-url <url>', "address of the sink's container (default: http.url)"],
  sourceUrl: [
    '--source-url <url>',
    'source database, which is only asked (default: SOURCE_URL, else the secret of its endpoint)',
  ],
  to: ['--to <url>', 'target: crate://…, postgresql://… or pglite:DIR (default: SINK_URL, else the configuration)'],
  pipeline: ['--pipeline <name>', 'name of the pipeline (default: PIPELINE, else the stream)'],
} as const;

/** Adds the options that name things, those of every command about AWS, and how the result is printed. */
export function withAwsOptions(command: Command, names: readonly (keyof typeof NAMES)[]): Command {
  return withOutput(withAwsNames(command, names));
}

/** The same for a command that prints in a way of its own. */
export function withAwsNames(command: Command, names: readonly (keyof typeof NAMES)[]): Command {
  for (const name of names) command.option(NAMES[name][0], NAMES[name][1]);
  return command
    .option('--profile <name>', 'profile of the AWS configuration files')
    .option('--region <name>', 'AWS region')
    .option('--endpoint-url <url>', "another address than AWS's own, for every service")
    .option('--config <file>', 'configuration file (default: drayage.config.yaml or .json in this folder)');
}

export function withOutput(command: Command): Command {
  return command.addOption(
    new Option('--output <format>', 'how to print the result').choices(['table', 'json']).default('table'),
  );
}
