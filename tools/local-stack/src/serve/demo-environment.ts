/** Where the parts of the embedded stack are. */
export interface DemoAddresses {
  readonly databaseUrl: string;
  readonly kinesisEndpoint: string;
  readonly sinkPort: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

const DEFAULT_PORT = '8080';

export const DEMO_STREAM = 'drayage-demo';

const AWS = {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'demo',
  AWS_SECRET_ACCESS_KEY: 'demo',
  // The SDK must not look for anything of the developer's own account.
  AWS_PROFILE: undefined,
  AWS_SESSION_TOKEN: undefined,
  AWS_EC2_METADATA_DISABLED: 'true',
};

/** Where the page is asked for; an empty variable counts as not set. */
export function wantedAddress(env: Environment): { readonly host: string; readonly port: number } {
  return { host: setting(env, 'HOST') ?? '127.0.0.1', port: Number(setting(env, 'PORT') ?? DEFAULT_PORT) };
}

function setting(env: Environment, name: string): string | undefined {
  return env[name] === '' ? undefined : env[name];
}

/** For programs that talk to the embedded stream through the AWS SDK. */
export function streamEnvironment(env: Environment, kinesisEndpoint: string): Environment {
  return { ...env, ...AWS, AWS_ENDPOINT_URL_KINESIS: kinesisEndpoint };
}

/** For the sink: what leads elsewhere is taken out, what else is set (`MAPPING`, `LOG_LEVEL`, …) stays. */
export function demoEnvironment(env: Environment, addresses: DemoAddresses): Environment {
  return {
    ...env,
    ...AWS,
    SINK_URL: addresses.databaseUrl,
    SINK_SQLALCHEMY_URL: undefined,
    SINK_URL_SECRET_ARN: undefined,
    DRAYAGE_CONFIG: undefined,
    KINESIS_STREAM: DEMO_STREAM,
    KINESIS_ENDPOINT: addresses.kinesisEndpoint,
    PORT: String(addresses.sinkPort),
    // The shop's DMS endpoint has IncludeNullAndEmpty.
    ABSENT_COLUMNS: setting(env, 'ABSENT_COLUMNS') ?? 'keep',
  };
}
