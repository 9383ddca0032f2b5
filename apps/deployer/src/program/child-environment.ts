type Variables = Readonly<Record<string, string | undefined>>;

/** What flags, configuration and environment say of account and region; `undefined`: nothing. */
export interface AwsWish {
  readonly profile: string | undefined;
  readonly region: string | undefined;
  readonly endpoint: string | undefined;
}

/**
 * With a profile, the SDK takes no keys of the environment; the programs of the CDK and of AWS would take them before the
 * profile, and work in another account than the one that was looked at.
 */
const KEYS = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_SECURITY_TOKEN',
  'AWS_CREDENTIAL_EXPIRATION',
  'AWS_DEFAULT_PROFILE',
  'AMAZON_ACCESS_KEY_ID',
  'AMAZON_SECRET_ACCESS_KEY',
  'AMAZON_SESSION_TOKEN',
];

/** The environment of every program that is run: with it, all of them find the account and the region that the SDK found. */
export function childEnvironment(env: Variables, { profile, region, endpoint }: AwsWish): Variables {
  const kept =
    profile === undefined ? env : Object.fromEntries(Object.entries(env).filter(([name]) => !KEYS.includes(name)));
  return {
    ...kept,
    ...(profile === undefined ? {} : { AWS_PROFILE: profile }),
    ...(region === undefined ? {} : { AWS_REGION: region, AWS_DEFAULT_REGION: region }),
    ...(endpoint === undefined ? {} : { AWS_ENDPOINT_URL: endpoint, AWS_ENDPOINT_URL_S3: endpoint }),
  };
}
