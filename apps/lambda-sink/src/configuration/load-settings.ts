import { formatProblem, loadConfig, parseStreamArn, type ConfigProblem, type DrayageConfig } from '@drayage/config';
import { parseTargetUrl } from '@drayage/cratedb-writer';

import type { LambdaEnvironment } from '../environment.js';
import { EventError } from '../event/event-error.js';

/** The configuration is wrong: nothing was touched, and the batch comes again. */
export class ConfigurationError extends Error {
  readonly code = 'configuration-wrong';
  readonly remedy = 'Correct the variables of the function, or its drayage.config.yaml.';
  readonly problems: readonly string[];

  constructor(problems: readonly ConfigProblem[]) {
    const sentences = problems.map(formatProblem);
    super(sentences.join('\n'));
    this.name = 'ConfigurationError';
    this.problems = sentences;
  }
}

export interface Settings {
  readonly config: DrayageConfig;
  readonly warnings: readonly string[];
  /** Set by Lambda; `undefined` elsewhere. */
  readonly functionName: string | undefined;
}

/**
 * The configuration for a stream: the event names it, so that nothing else has to. Where `KINESIS_STREAM` is set, it has
 * to be that stream.
 *
 * @throws ConfigurationError with every mistake; EventError `stream-mismatch`.
 */
export async function loadSettings({ env, cwd, readFile }: LambdaEnvironment, streamArn: string): Promise<Settings> {
  const named = env['KINESIS_STREAM'];
  const loaded = await loadConfig({ env: { ...env, KINESIS_STREAM: named || streamArn }, flags: {}, readFile, cwd });
  if (!loaded.ok) throw new ConfigurationError(loaded.problems);
  const { config, warnings, sources } = loaded;
  const stream = config.kinesis.stream ?? streamArn;
  const isOther = stream.startsWith('arn:') ? stream !== streamArn : stream !== parseStreamArn(streamArn)?.name;
  if (isOther)
    throw new EventError('stream-mismatch', `The event is of ${streamArn}, and KINESIS_STREAM names ${stream}.`);
  const functionName = env['AWS_LAMBDA_FUNCTION_NAME'] || undefined;
  if (functionName !== undefined && !config.lambda.allowPlainUrl && hasPassword(config.target.url))
    throw new ConfigurationError([PLAIN_PASSWORD]);
  const region = config.kinesis.region ?? parseStreamArn(streamArn)?.region;
  return {
    config: { ...config, kinesis: { ...config.kinesis, stream, ...(region === undefined ? {} : { region }) } },
    warnings: [...warnings, ...circumstances(config, 'write.absentColumns' in sources)],
    functionName,
  };
}

const PLAIN_PASSWORD: ConfigProblem = {
  path: 'target.url',
  variable: 'SINK_URL',
  source: undefined,
  message:
    'The target’s password stands in a variable of the function, where everybody sees it who may look at the function.',
  remedy:
    'Keep the target in AWS Secrets Manager and set SINK_URL_SECRET_ARN. If it has to be: DRAYAGE_LAMBDA_ALLOW_PLAIN_URL=true.',
};

function hasPassword(url: string | undefined): boolean {
  if (url === undefined) return false;
  const address = parseTargetUrl(url);
  return address.kind === 'server' && (address.password ?? '') !== '';
}

/** What a function cannot see, or does otherwise. */
function circumstances(config: DrayageConfig, statesAbsentColumns: boolean): readonly string[] {
  const absent = statesAbsentColumns
    ? []
    : ['absentColumns (ABSENT_COLUMNS) is not stated: a column that an update lacks keeps its value.'];
  const arrival =
    config.write.ordering === 'arrival'
      ? [
          'ordering: arrival is right only for a stream of one shard, with parallelization factor 1 and no batch that runs out of time.',
        ]
      : [];
  return [...absent, ...arrival];
}
