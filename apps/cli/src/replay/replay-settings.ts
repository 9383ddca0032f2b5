import { readFile } from 'node:fs/promises';
import { formatProblem, loadConfig } from '@drayage/config';
import type { WritePolicy } from '@drayage/cratedb-writer';
import type { ErrorMode } from '@drayage/pipeline';
import { UsageError } from '@drayage/terminal';
import type { CliEnvironment } from '../cli-environment.js';
import { warn } from '../render/warn.js';

/** Replays share one name, so that several files may follow one another into one table. */
const DEFAULT_PIPELINE = 'replay';

export interface ReplaySettings {
  readonly pipeline: string;
  readonly policy: WritePolicy;
  readonly onError: ErrorMode;
  readonly suspendAfter: number;
  readonly beforeImageField: string;
}

export interface ReplaySettingFlags {
  readonly config?: string;
  readonly mapping?: string;
  readonly pipeline?: string;
  readonly adopt?: boolean;
}

/**
 * How rows are written: flags over environment over the configuration file. Target and stream are the command's own.
 *
 * @throws UsageError with every mistake there is.
 */
export async function replaySettings(flags: ReplaySettingFlags, environment: CliEnvironment): Promise<ReplaySettings> {
  const loaded = await loadConfig({
    env: ofReplay(environment.env),
    flags: present({ config: flags.config, pipeline: flags.pipeline, mapping: flags.mapping }),
    readFile: (path) => readFile(path, 'utf8'),
    cwd: environment.cwd,
    required: [],
  });
  if (!loaded.ok) {
    throw new UsageError(loaded.problems.map(formatProblem).join('\n'), 'Correct the configuration and run again.');
  }
  for (const warning of loaded.warnings) warn(environment, warning);
  const { pipeline, write, errors, kinesis } = loaded.config;
  return {
    pipeline,
    policy: { ...write, adopt: flags.adopt === true || write.adopt },
    onError: errors.onError,
    suspendAfter: errors.suspendAfter,
    beforeImageField: kinesis.beforeImageField,
  };
}

const OF_THE_SINK = new Set(['SINK_URL', 'SINK_SQLALCHEMY_URL', 'SINK_URL_SECRET_ARN']);

/**
 * The environment may be a sink's: where that reads and writes is not where a replay does. A pipeline is called like
 * its stream unless it has a name, so the stream's name is the default of the pipeline's.
 */
function ofReplay(env: CliEnvironment['env']): CliEnvironment['env'] {
  const rest = Object.entries(env).filter(([name]) => !OF_THE_SINK.has(name));
  return { ...Object.fromEntries(rest), KINESIS_STREAM: DEFAULT_PIPELINE };
}

function present(flags: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(flags).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
