import { formatProblem } from '@drayage/config';
import { printable } from '@drayage/terminal';
import { loadPipeline } from '../pipeline/load-pipeline.js';
import type { PipelineSpec } from '../pipeline/pipeline-spec.js';
import type { ConfigFlags } from './common-flags.js';
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
 * The pipeline of the configuration, without the function's bundle; its warnings are printed.
 *
 * @throws ConfigurationError with every mistake.
 */
export async function loadOrRefuse({ config }: ConfigFlags, environment: DeployerEnvironment): Promise<PipelineSpec> {
  const { env, cwd, readFile, printError } = environment;
  const loaded = await loadPipeline({
    env,
    cwd,
    readFile,
    configFile: config ?? (env['DRAYAGE_CONFIG'] || undefined),
    functionBundle: '',
  });
  if (!loaded.ok) throw new ConfigurationError(loaded.problems.map(formatProblem));
  for (const warning of loaded.warnings) printError(`Warning: ${printable(warning)}\n`);
  return loaded.spec;
}

/** Whether the function is deployed as a bundle of its own. */
export function isZipped({ config: { sink } }: Pick<PipelineSpec, 'config'>): boolean {
  return sink.kind === 'lambda' && sink.packaging === 'zip';
}

/** The same with the bundle, where the sink is one: built where it has to be. @throws BundleError */
export async function withBundle(
  spec: PipelineSpec,
  { functionBundle }: Pick<DeployerEnvironment, 'functionBundle'>,
): Promise<PipelineSpec> {
  return isZipped(spec) ? { ...spec, functionBundle: await functionBundle() } : spec;
}
