import { type DrayageConfig, listSettings } from '@drayage/config';

/** What a sink in AWS reads; the rest is the deployer's own, or said by the deployment itself. */
const SECTIONS = ['target', 'kinesis', 'write', 'errors', 'lambda', 'log'];
const SAID_OTHERWISE = [
  'target.url',
  'target.urlSecretArn',
  'target.urlSecretKmsKeyArn',
  'kinesis.stream',
  'kinesis.region',
  'kinesis.endpoint',
];

/** AWS Lambda takes no more for all names and values together. */
export const LAMBDA_VARIABLES_BYTES = 4_096;

/**
 * The variables that the sink runs with: the name of the pipeline, the ARN of the secret, and every key of the
 * configuration that somebody set. Never a secret itself.
 *
 */
export function sinkVariables(
  config: DrayageConfig,
  valueOf: (path: string) => unknown,
): Readonly<Record<string, string>> {
  const set = listSettings()
    .filter(({ path }) => SECTIONS.includes(path.split('.')[0] ?? '') && !SAID_OTHERWISE.includes(path))
    .flatMap(({ path, variable }) => {
      const value = valueOf(path);
      return value === undefined
        ? []
        : [[variable, typeof value === 'string' ? value : JSON.stringify(value)] as const];
    });
  return {
    PIPELINE: config.pipeline,
    ...(config.target.urlSecretArn === undefined ? {} : { SINK_URL_SECRET_ARN: config.target.urlSecretArn }),
    // The endpoint sends NULLs: what an update lacks was not sent.
    ABSENT_COLUMNS: 'keep',
    ...Object.fromEntries(set),
  };
}

/** How much of `LAMBDA_VARIABLES_BYTES` variables take. */
export function variablesBytes(variables: Readonly<Record<string, string>>): number {
  return Object.entries(variables).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value),
    0,
  );
}
