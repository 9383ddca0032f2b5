import { createAwsClients, type OwnedAwsClients } from '@drayage/aws-ops';
import type { PipelineSpec } from '../pipeline/pipeline-spec.js';
import type { AwsFlags } from './common-flags.js';
import type { DeployerEnvironment } from './deployer-environment.js';

/** Account and region, for the SDK and for the programs that are run. */
export interface OpenAws {
  readonly clients: OwnedAwsClients;
  /** The environment with what flags and configuration say of account and region. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The same as words of `dray`. */
  readonly words: readonly string[];
}

/** Flags come before the configuration, the configuration before the environment. Calls nothing yet. */
export function openAws(flags: AwsFlags, { config }: PipelineSpec, { env }: DeployerEnvironment): OpenAws {
  const profile = flags.profile ?? config.aws.profile;
  const region = flags.region ?? config.kinesis.region;
  const endpoint = flags.endpointUrl ?? config.aws.endpoint;
  const clients = createAwsClients({
    environment: env,
    ...(profile === undefined ? {} : { profile }),
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint }),
  });
  return {
    clients,
    env: {
      ...env,
      ...(profile === undefined ? {} : { AWS_PROFILE: profile }),
      ...(region === undefined ? {} : { AWS_REGION: region, AWS_DEFAULT_REGION: region }),
      ...(endpoint === undefined ? {} : { AWS_ENDPOINT_URL: endpoint, AWS_ENDPOINT_URL_S3: endpoint }),
    },
    words: [
      ...(profile === undefined ? [] : ['--profile', profile]),
      ...(region === undefined ? [] : ['--region', region]),
      ...(endpoint === undefined ? [] : ['--endpoint-url', endpoint]),
    ],
  };
}
