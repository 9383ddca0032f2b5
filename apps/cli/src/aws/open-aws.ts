import { readFile } from 'node:fs/promises';
import { listReplications, parseArn, type OwnedAwsClients } from '@drayage/aws-ops';
import { formatProblem, loadConfig, type DrayageConfig } from '@drayage/config';
import { UsageError } from '@drayage/terminal';
import type { CliEnvironment } from '../cli-environment.js';
import { warn } from '../render/warn.js';
import type { AwsFlags } from './aws-flags.js';

/** Flags, and settings of the configuration by their names that a command has flags of its own for. */
export type ConfigFlags = Omit<AwsFlags, 'output'> & {
  readonly settings?: Readonly<Record<string, string | undefined>>;
};

export interface OpenedAws {
  readonly clients: OwnedAwsClients;
  readonly config: DrayageConfig;
}

/**
 * Opens clients for the account and region that flags, environment and configuration file name, in this order, and closes
 * them when the work has ended.
 *
 * @throws UsageError with every mistake of the configuration.
 */
export async function withAws<T>(
  flags: ConfigFlags,
  environment: CliEnvironment,
  work: (opened: OpenedAws) => Promise<T>,
): Promise<T> {
  const config = await operatorConfig(flags, environment);
  return withClients(config, flags, environment, (clients) => work({ clients, config }));
}

/** Clients for the account and region of a configuration that is loaded already. */
export async function withClients<T>(
  config: DrayageConfig,
  flags: ConfigFlags,
  environment: CliEnvironment,
  work: (clients: OwnedAwsClients) => Promise<T>,
): Promise<T> {
  const clients = await environment.createAwsClients({
    profile: config.aws.profile,
    region: regionOf(flags, config),
    endpoint: config.aws.endpoint,
    kinesisEndpoint: flags.endpointUrl ?? config.kinesis.endpoint,
    environment: environment.env,
  });
  try {
    return await work(clients);
  } finally {
    clients.destroy();
  }
}

/**
 * The configuration as an operator's command sees it: no stream is needed, and a target and a pipeline only where `needs` says so.
 *
 * @throws UsageError with every mistake there is.
 */
export async function operatorConfig(
  flags: ConfigFlags,
  environment: CliEnvironment,
  needs: 'nothing' | 'target-and-pipeline' = 'nothing',
): Promise<DrayageConfig> {
  const given: Readonly<Record<string, string | undefined>> = {
    config: flags.config,
    pipeline: flags.pipeline,
    'sink-url': flags.to,
    'source-url': flags.sourceUrl,
    'kinesis-stream': flags.stream,
    'aws-region': flags.region,
    'aws-profile': flags.profile,
    'aws-endpoint': flags.endpointUrl,
    'aws-replication': flags.replication,
    'aws-function': flags.function,
    'aws-service': flags.service,
    'aws-stack': flags.stack,
    'aws-repository': flags.repository,
    'http-url': flags.sinkUrl,
    ...flags.settings,
  };
  const loaded = await loadConfig({
    env: environment.env,
    flags: Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    readFile: (path) => readFile(path, 'utf8'),
    cwd: environment.cwd,
    required: needs === 'nothing' ? [] : ['target'],
    nameless: needs === 'nothing',
  });
  if (!loaded.ok)
    throw new UsageError(
      loaded.problems.map(formatProblem).join('\n'),
      needs === 'nothing'
        ? 'Correct the command line or the configuration, and run again.'
        : 'Give --to and --pipeline, or correct the configuration, and run again.',
    );
  for (const warning of loaded.warnings) warn(environment, warning);
  return loaded.config;
}

/** The region that was said; an ARN on the command line is said as well, and goes before environment and file. */
function regionOf(flags: ConfigFlags, { kinesis, aws }: DrayageConfig): string | undefined {
  const named = firstArn([flags.replication, flags.function, flags.stack, flags.stream]);
  const region = named?.region;
  if (flags.region !== undefined && region !== undefined && region !== flags.region) {
    throw new UsageError(
      `--region is ${flags.region}, and ${named?.arn} is of ${region}.`,
      'Leave --region out, or correct it.',
    );
  }
  if (flags.region !== undefined) return flags.region;
  if (region !== undefined) return region;
  if (kinesis.region !== undefined) return kinesis.region;
  return firstArn([aws.replication, aws.function, aws.service, aws.stack])?.region;
}

function firstArn(
  names: readonly (string | undefined)[],
): { readonly arn: string; readonly region: string } | undefined {
  for (const name of names) {
    const parsed = name === undefined ? undefined : parseArn(name);
    if (name !== undefined && parsed !== undefined) return { arn: name, region: parsed.region };
  }
  return undefined;
}

const WAYS = {
  replication: [
    'No replication is named.',
    'Give --replication NAME, DRAYAGE_AWS_REPLICATION, or aws.replication in the configuration file.',
  ],
  function: [
    'No function is named.',
    'Give --function NAME, DRAYAGE_AWS_FUNCTION, or aws.function in the configuration file.',
  ],
  stack: ['No stack is named.', 'Give --stack NAME, DRAYAGE_AWS_STACK, or aws.stack in the configuration file.'],
  repository: [
    'No repository is named.',
    'Give --repository NAME, DRAYAGE_AWS_REPOSITORY, or aws.repository in the configuration file.',
  ],
  stream: ['No stream is named.', 'Give --stream NAME, KINESIS_STREAM, or kinesis.stream in the configuration file.'],
} as const;

/** The name of a thing that the command cannot do without. @throws UsageError */
export function needName({ aws, kinesis }: DrayageConfig, thing: keyof typeof WAYS): string {
  const name = thing === 'stream' ? kinesis.stream : aws[thing];
  if (name !== undefined) return name;
  throw new UsageError(WAYS[thing][0], WAYS[thing][1]);
}

/** The replication; where none is named, the error tells which there are. @throws UsageError */
export async function needReplication(clients: OwnedAwsClients, config: DrayageConfig): Promise<string> {
  if (config.aws.replication !== undefined) return config.aws.replication;
  const there = await listReplications(clients).catch(() => []);
  const list = there.slice(0, MOST_NAMES).map(({ identifier, status }) => `${identifier} (${status})`);
  throw new UsageError(
    list.length === 0 ? WAYS.replication[0] : `${WAYS.replication[0]} This region has: ${list.join(', ')}.`,
    WAYS.replication[1],
  );
}

const MOST_NAMES = 10;
