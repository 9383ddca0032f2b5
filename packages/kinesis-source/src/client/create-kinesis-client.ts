import { KinesisClient, type KinesisClientConfig } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';

/** What the source needs of the SDK's client. */
export type KinesisSender = Pick<KinesisClient, 'send'>;

export interface KinesisClientOptions {
  /** Absent: as the SDK finds it. */
  readonly region?: string | undefined;
  /** Another address than AWS's own: a VPC endpoint, or a local stand-in. */
  readonly endpoint?: string | undefined;
  /** Defaults to the environment of the process. Only looked at for a loopback endpoint. */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
}

const CONNECTION_TIMEOUT_MS = 5_000;
const REQUEST_TIMEOUT_MS = 30_000;
const LOCAL_REGION = 'us-east-1';
/** Each of them alone tells the SDK where credentials come from. */
const CREDENTIAL_VARIABLES = [
  'AWS_ACCESS_KEY_ID',
  'AWS_PROFILE',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
] as const;
const LOCAL_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };

/**
 * A client that fits the source. Retrying is the source's own work, so the SDK tries twice at most: its second try is
 * the one with which it corrects a clock that is off.
 *
 * With an endpoint it speaks HTTP/1.1, because stand-ins do not speak HTTP/2. Credentials are never made up, except for
 * a loopback endpoint where none are set: a stand-in asks for some and looks at none.
 */
export function createKinesisClient(options: KinesisClientOptions = {}): KinesisClient {
  return new KinesisClient(kinesisClientConfig(options));
}

/** The decisions of `createKinesisClient` as data. */
export function kinesisClientConfig(options: KinesisClientOptions): KinesisClientConfig {
  const { endpoint, region, environment = process.env } = options;
  const shared: KinesisClientConfig = { maxAttempts: 2, ...(region === undefined ? {} : { region }) };
  if (endpoint === undefined) return { ...shared, requestHandler: { requestTimeout: REQUEST_TIMEOUT_MS } };
  const requestHandler = new NodeHttpHandler({
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    throwOnRequestTimeout: true,
  });
  const remote: KinesisClientConfig = { ...shared, endpoint, requestHandler };
  if (!isLoopback(endpoint)) return remote;
  const regionIsKnown = region !== undefined || environment.AWS_REGION !== undefined;
  return {
    ...remote,
    ...(regionIsKnown ? {} : { region: LOCAL_REGION }),
    ...(hasCredentials(environment) ? {} : { credentials: LOCAL_CREDENTIALS }),
  };
}

function isLoopback(endpoint: string): boolean {
  const host = new URL(endpoint).hostname;
  return host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function hasCredentials(environment: Readonly<Record<string, string | undefined>>): boolean {
  return CREDENTIAL_VARIABLES.some((name) => environment[name] !== undefined);
}
