import { formatProblem } from '@drayage/config';
import { loadPipeline } from '../pipeline/load-pipeline.js';
import type { PipelineSpec } from '../pipeline/pipeline-spec.js';
import type { CommonFlags } from './common-flags.js';
import type { DeployerEnvironment } from './deployer-environment.js';

/** The configuration is wrong: exit code 2. */
export class ConfigurationError extends Error {
  readonly lines: readonly string[];

  constructor(lines: readonly string[]) {
    super(lines.join('\n'));
    this.name = 'ConfigurationError';
    this.lines = lines;
  }
}

/**
 * The pipeline of the configuration; its warnings are printed.
 *
 * @throws ConfigurationError with every mistake.
 */
export async function loadOrRefuse({ config }: CommonFlags, environment: DeployerEnvironment): Promise<PipelineSpec> {
  const { env, cwd, readFile, printError, functionBundle } = environment;
  const loaded = await loadPipeline({
    env,
    cwd,
    readFile,
    configFile: config ?? (env['DRAYAGE_CONFIG'] || undefined),
    functionBundle: '',
  });
  if (!loaded.ok) throw new ConfigurationError(loaded.problems.map(formatProblem));
  for (const warning of loaded.warnings) printError(`Warning: ${warning}\n`);
  const { sink } = loaded.spec.config;
  const zipped = sink.kind === 'lambda' && sink.packaging === 'zip';
  return zipped ? { ...loaded.spec, functionBundle: await functionBundle() } : loaded.spec;
}
