import { NodeHttpHandler } from '@smithy/node-http-handler';

export interface AwsClientOptions {
  /** Absent: as the SDK finds it (`AWS_REGION`, the profile). */
  readonly region?: string | undefined;
  /** A profile of the shared configuration files. */
  readonly profile?: string | undefined;
  /** Another address than AWS's own, for every service. */
  readonly endpoint?: string | undefined;
  /** The same for Kinesis alone. */
  readonly kinesisEndpoint?: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** What each client is made with. */
export interface ClientSettings {
  readonly region?: string;
  readonly profile?: string;
  readonly endpoint?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly retryMode: 'adaptive';
  readonly maxAttempts: number;
  readonly requestHandler?: NodeHttpHandler;
}

/** DMS throttles its control plane early; the SDK's adaptive mode slows down with it. About 20 s in all. */
const MAX_ATTEMPTS = 7;
const LOCAL_ATTEMPTS = 2;
const CONNECTION_TIMEOUT_MS = 5_000;
const LOCAL_REGION = 'us-east-1';
const LOCAL_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };
/** Each of them alone tells the SDK where credentials come from. */
const CREDENTIAL_VARIABLES = [
  'AWS_ACCESS_KEY_ID',
  'AWS_PROFILE',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
] as const;

/**
 * The decisions of `createAwsClients` as data. Credentials are never made up, except for a loopback endpoint where none
 * are set: a stand-in asks for some and looks at none. With an endpoint, clients speak HTTP/1.1: stand-ins know no other.
 */
export function clientSettings(options: AwsClientOptions): ClientSettings {
  const { profile, endpoint, environment } = options;
  const region = nonEmpty(options.region);
  const shared = {
    ...(region === undefined ? {} : { region }),
    ...(profile === undefined ? {} : { profile }),
    retryMode: 'adaptive',
    maxAttempts: MAX_ATTEMPTS,
  } as const;
  if (endpoint === undefined) return shared;
  const requestHandler = new NodeHttpHandler({ connectionTimeout: CONNECTION_TIMEOUT_MS });
  const remote = { ...shared, endpoint, requestHandler };
  if (!isLoopback(endpoint)) return remote;
  // A profile has a region of its own, as a rule.
  const regionIsKnown = region !== undefined || profile !== undefined || nonEmpty(environment.AWS_REGION) !== undefined;
  const credentialsAreKnown =
    profile !== undefined || CREDENTIAL_VARIABLES.some((name) => environment[name] !== undefined);
  return {
    ...remote,
    maxAttempts: LOCAL_ATTEMPTS,
    ...(regionIsKnown ? {} : { region: LOCAL_REGION }),
    ...(credentialsAreKnown ? {} : { credentials: LOCAL_CREDENTIALS }),
  };
}

/** A variable that is set to nothing is not set. */
function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

function isLoopback(endpoint: string): boolean {
  const host = new URL(endpoint).hostname;
  return host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
}
