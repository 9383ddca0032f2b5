import { resolve } from 'node:path';
import { type ConfigProblem, loadConfig, type LoadConfigOptions, readDeploymentValues } from '@drayage/config';
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
      const wish = readWish(valueAt);
      const locked = await readLockedTables(resolve(folder, wish.lockFile), readFile);
      resolved = locked.ok
        ? resolveTables(wish, locked.tables)
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
      const values = readDeploymentValues(valueAt);
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
    engine: engineOf(config.source),
    config,
    tables: resolved?.ok === true ? resolved.tables : [],
    sinkVariables: variables,
    functionBundle,
  };
  return { ok: true, spec, warnings: [...warnings, ...ownWarnings] };
}

function readWish(valueAt: (path: readonly PropertyKey[]) => unknown): TableWish {
  const text = (key: string): string | undefined => {
    const value = valueAt(['tables', key]);
    return typeof value === 'string' ? value : undefined;
  };
  const list = (key: string): readonly string[] | undefined => {
    const value = valueAt(['tables', key]);
    return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : undefined;
  };
  return {
    lockFile: text('lockFile') ?? 'drayage.tables.lock.yaml',
    include: list('include') ?? ['*.*'],
    exclude: list('exclude') ?? [],
    partitionKey: text('partitionKey') === 'schema-table' ? 'schema-table' : 'primary-key',
  };
}

function engineOf({ engine, url }: PipelineSpec['config']['source']): SourceEngine {
  if (engine !== undefined) return engine;
  return url?.startsWith('mysql') === true ? 'mysql' : url?.startsWith('mariadb') === true ? 'mariadb' : 'postgresql';
}
