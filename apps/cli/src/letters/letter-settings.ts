import { readFile } from 'node:fs/promises';
import { formatProblem, loadConfig } from '@drayage/config';
import { parseTargetUrl, type TargetAddress, type WritePolicy } from '@drayage/cratedb-writer';
import type { CliEnvironment } from '../cli-environment.js';
import { UsageError } from '../usage-error.js';

export interface LetterSettingFlags {
  readonly to?: string;
  readonly pipeline?: string;
  readonly config?: string;
}

export interface LetterSettings {
  readonly address: TargetAddress;
  readonly pipeline: string;
  readonly policy: WritePolicy;
  readonly suspendAfter: number;
}

/**
 * Where letters are and how they are applied: as the pipeline's own sink is configured, flags first.
 *
 * @throws UsageError with every mistake there is.
 */
export async function letterSettings(flags: LetterSettingFlags, environment: CliEnvironment): Promise<LetterSettings> {
  const given = { config: flags.config, pipeline: flags.pipeline, 'sink-url': flags.to };
  const loaded = await loadConfig({
    env: environment.env,
    flags: Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    readFile: (path) => readFile(path, 'utf8'),
    cwd: environment.cwd,
    required: ['target'],
  });
  if (!loaded.ok) throw new UsageError(loaded.problems.map(formatProblem).join('\n'), 'Give --to and --pipeline, or correct the configuration, and run again.');
  const { target, pipeline, write, errors } = loaded.config;
  if (target.url === undefined) {
    throw new UsageError('The target is in a secret, which this command does not read.', 'Give the target by --to or SINK_URL.');
  }
  for (const warning of loaded.warnings) environment.stderr.write(`Warning: ${warning}\n`);
  return {
    address: parseTargetUrl(target.url),
    pipeline,
    policy: write,
    suspendAfter: errors.suspendAfter,
  };
}
