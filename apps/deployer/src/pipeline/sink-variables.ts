import { type DeploymentValues, listSettings, pipelineName } from '@drayage/config';

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
/** A function begins where its mapping does. */
const SAID_TO_THE_MAPPING = ['kinesis.start'];
const A_DAY = 24;
const TOMBSTONES = 'write.tombstoneRetentionHours';

type Read = (path: string) => unknown;
type Variables = Readonly<Record<string, string>>;

/**
 * The variables that the sink runs with: the name of the pipeline, the ARN of the secret, and every key of the
 * configuration that somebody set. Never a secret itself.
 *
 * @param values the configuration, which may still be wrong: whoever looks at the variables then is told of that first.
 * @param valueOf what somebody set, by key.
 */
export function sinkVariables(values: DeploymentValues, valueOf: Read): Variables {
  const elsewhere =
    values.text('sink.kind') === 'fargate' ? SAID_OTHERWISE : [...SAID_OTHERWISE, ...SAID_TO_THE_MAPPING];
  const set = listSettings()
    .filter(({ path }) => SECTIONS.includes(path.split('.')[0] ?? '') && !elsewhere.includes(path))
    .flatMap(({ path, variable }) => {
      const value = valueOf(path);
      return value === undefined
        ? []
        : [[variable, typeof value === 'string' ? value : JSON.stringify(value)] as const];
    });
  const secret = values.text('target.urlSecretArn');
  return {
    PIPELINE: pipelineName({ pipeline: values.text('pipeline'), stream: values.text('kinesis.stream') }) ?? '',
    ...(secret === undefined ? {} : { SINK_URL_SECRET_ARN: secret }),
    // The endpoint sends NULLs: what an update lacks was not sent.
    ABSENT_COLUMNS: 'keep',
    ...tombstones(values),
    ...Object.fromEntries(set),
  };
}

/** A delete is remembered for as long as the stream may still bring something older: where that is longer than usual. */
function tombstones(values: DeploymentValues): Variables {
  const hours = (values.number('stream.retentionHours') ?? 0) + A_DAY;
  const variable = listSettings().find(({ path }) => path === TOMBSTONES)?.variable ?? '';
  return hours > (values.number(TOMBSTONES) ?? 0) ? { [variable]: String(hours) } : {};
}
