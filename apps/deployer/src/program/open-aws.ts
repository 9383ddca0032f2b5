import { readCallerIdentity, createAwsClients, type OwnedAwsClients } from '@drayage/aws-ops';
import { isElsewhere, placedArns } from '@drayage/config';
import { UsageError } from '@drayage/terminal';
import type { PipelineSpec } from '../pipeline/pipeline-spec.js';
import { childEnvironment } from './child-environment.js';
import type { AwsFlags } from './common-flags.js';
import type { DeployerEnvironment } from './deployer-environment.js';

/** Where everything of one run happens, and as whom: asked of AWS, not read out of a setting. */
export interface Place {
  readonly account: string;
  readonly region: string;
  /** Of the user or the role. */
  readonly caller: string;
}

/** Account and region, for the SDK and for the programs that are run. */
export interface OpenAws {
  readonly clients: OwnedAwsClients;
  readonly place: Place;
  /** `undefined`: credentials are found without one. */
  readonly profile: string | undefined;
  /** The environment of the programs: theirs are the account and the region of `place`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The same as words of `dray`. */
  readonly words: readonly string[];
}

/**
 * Flags come before the configuration, the configuration before the environment. One call: who asks.
 *
 * @throws AwsOpsError where there are no credentials or no region; UsageError where the configuration names something of
 * another account or region.
 */
export async function openAws(
  flags: Pick<AwsFlags, 'profile' | 'region' | 'endpointUrl'>,
  { config }: Pick<PipelineSpec, 'config'>,
  { env }: Pick<DeployerEnvironment, 'env'>,
): Promise<OpenAws> {
  const profile = flags.profile ?? config.aws.profile ?? (env['AWS_PROFILE'] || undefined);
  const endpoint = flags.endpointUrl ?? config.aws.endpoint;
  const wanted = flags.region ?? config.kinesis.region ?? (env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || undefined);
  const clients = createAwsClients({
    environment: env,
    ...(profile === undefined ? {} : { profile }),
    ...(wanted === undefined ? {} : { region: wanted }),
    ...(endpoint === undefined ? {} : { endpoint }),
  });
  try {
    const region = await clients.region();
    const { account, arn: caller } = await readCallerIdentity(clients);
    const place = { account, region, caller };
    refuseElsewhere(config, place);
    return {
      clients,
      place,
      profile,
      env: childEnvironment(env, { profile, region, endpoint }),
      words: [
        ...(profile === undefined ? [] : ['--profile', profile]),
        '--region',
        region,
        ...(endpoint === undefined ? [] : ['--endpoint-url', endpoint]),
      ],
    };
  } catch (error) {
    clients.destroy();
    throw error;
  }
}

/** As a person reads it. */
export function describePlace({ account, region, caller }: Place): string {
  return `account ${account}, region ${region}, as ${caller}`;
}

function refuseElsewhere(config: PipelineSpec['config'], place: Place): void {
  const lines = placedArns((key) => valueAt(config, key))
    .filter((arn) => isElsewhere(arn, place))
    .map(({ key, account, region }) => `${key}: account ${account}${region === '' ? '' : `, region ${region}`}`);
  if (lines.length === 0) return;
  throw new UsageError(
    `Credentials and configuration name different places. This is ${describePlace(place)}, and these are elsewhere:\n  ${lines.join('\n  ')}`,
    'Take the profile and the region of the pipeline (--profile, --region), or correct the ARNs.',
    'another-account',
  );
}

function valueAt(config: PipelineSpec['config'], key: string): string | undefined {
  const value = key.split('.').reduce<unknown>((node, part) => {
    return typeof node === 'object' && node !== null ? (Reflect.get(node, part) as unknown) : undefined;
  }, config);
  return typeof value === 'string' ? value : undefined;
}
