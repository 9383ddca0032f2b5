import { readFile } from 'node:fs/promises';
import { formatProblem, loadConfig } from '@drayage/config';
import type { CliEnvironment } from '../cli-environment.js';
import { UsageError } from '../usage-error.js';

export interface PipelineFlags {
  readonly pipeline?: string;
  readonly config?: string;
}

/**
 * Whose tables are meant: `--pipeline`, else `PIPELINE`, else the configuration file, else the stream's name, as for the
 * sink. Nothing else of the configuration counts here.
 *
 * @throws UsageError where nobody says it.
 */
export async function pipelineName(flags: PipelineFlags, environment: CliEnvironment): Promise<string> {
  if (flags.pipeline !== undefined && flags.pipeline !== '') return flags.pipeline;
  const loaded = await loadConfig({
    env: environment.env,
    flags: flags.config === undefined ? {} : { config: flags.config },
    readFile: (path) => readFile(path, 'utf8'),
    cwd: environment.cwd,
    required: [],
  });
  if (!loaded.ok) {
    throw new UsageError(loaded.problems.map(formatProblem).join('\n'), 'Correct the configuration, or give --pipeline.');
  }
  return loaded.config.pipeline;
}
