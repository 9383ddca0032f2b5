import { resolve } from 'node:path';
import {
  type ConfigProblem,
  type DeploymentValues,
  engineOf,
  loadConfig,
  type LoadConfigOptions,
  readDeploymentValues,
  sourceEngine,
} from '@drayage/config';
import { checkRules } from './check-rules.js';
import { checkTemplateSize } from './check-template-size.js';
import { checkVariables } from './check-variables.js';
import type { PipelineSpec, SourceEngine } from './pipeline-spec.js';
import { readLockedTables } from './read-locked-tables.js';
import { resolveTables, type ResolvedTables, type TableWish } from './resolve-tables.js';
import { sinkVariables } from './sink-variables.js';

export interface LoadPipelineOptions extends Pick<LoadConfigOptions, 'env' | 'readFile' | 'cwd'> {
  /** `undefined`: the one of the working directory. */
  readonly configFile: string | undefined;
  readonly functionBundle: string;
}

export type LoadedPipeline =
  | { readonly ok: true; readonly spec: PipelineSpec; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/** Reads the configuration and the lock file of its tables: the whole of what is deployed, or every mistake in it. */
export async function loadPipeline(options: LoadPipelineOptions): Promise<LoadedPipeline> {
  const { env, cwd, readFile, configFile, functionBundle } = options;
  const folder = configFile === undefined ? cwd : resolve(cwd, configFile, '..');
  let resolved: ResolvedTables | undefined;
  let variables: PipelineSpec['sinkVariables'] = {};
  let ownWarnings: readonly string[] = [];
  const loaded = await loadConfig({
    env,
    flags: configFile === undefined ? {} : { config: configFile },
    cwd,
    readFile,
    required: ['deployment'],
    check: async (valueAt) => {
      const values = readDeploymentValues(valueAt);
      const wish = readWish(values);
      const locked = await readLockedTables(resolve(folder, wish.lockFile), readFile);
      resolved = locked.ok
        ? resolveTables(wish, locked.lock)
        : {
            ok: false,
            issues: [
              {
                path: ['tables', 'lockFile'],
                message: locked.message,
                remedy: 'Make it anew: dray mappings generate.',
              },
            ],
          };
      variables = sinkVariables(values, (path) => valueAt(path.split('.')));
      const tables = resolved.ok ? resolved.tables : [];
      const rules = checkRules(values, tables);
      ownWarnings = rules.warnings;
      return [
        ...(resolved.ok ? [] : resolved.issues),
        ...rules.issues,
        ...checkVariables(values, variables),
        ...checkTemplateSize(values, tables),
      ];
    },
  });
  if (!loaded.ok) return loaded;
  const { config, warnings } = loaded;
  const spec: PipelineSpec = {
    name: config.deployment.name ?? config.pipeline,
    engine: checkedEngine(config.source),
    config,
    tables: resolved?.ok === true ? resolved.tables : [],
    sinkVariables: variables,
    functionBundle,
  };
  return { ok: true, spec, warnings: [...warnings, ...ownWarnings] };
}

function readWish(values: DeploymentValues): TableWish {
  const patterns = (key: string): readonly string[] =>
    (values.list(key) ?? []).filter((pattern) => typeof pattern === 'string');
  return {
    lockFile: values.text('tables.lockFile') ?? '',
    include: patterns('tables.include'),
    exclude: patterns('tables.exclude'),
    partitionKey: values.text('tables.partitionKey') === 'schema-table' ? 'schema-table' : 'primary-key',
    engine: engineOf(values),
  };
}

/** A configuration without an engine is refused before. */
function checkedEngine(source: PipelineSpec['config']['source']): SourceEngine {
  const engine = sourceEngine(source);
  if (engine === undefined) throw new Error('A checked configuration does not say what the source is.');
  return engine;
}
