import { resolve } from 'node:path';
import { type ConfigProblem, type IssueDescription, loadConfig, type LoadConfigOptions } from '@drayage/config';
import type { PipelineSpec, SourceEngine } from './pipeline-spec.js';
import { readLockedTables } from './read-locked-tables.js';
import { resolveTables, type ResolvedTables, type TableWish } from './resolve-tables.js';
import { LAMBDA_VARIABLES_BYTES, sinkVariables, variablesBytes } from './sink-variables.js';

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
  let raw: (path: readonly PropertyKey[]) => unknown = () => undefined;
  const loaded = await loadConfig({
    env,
    flags: configFile === undefined ? {} : { config: configFile },
    cwd,
    readFile,
    required: ['deployment'],
    check: async (valueAt) => {
      raw = valueAt;
      const wish = readWish(valueAt);
      const locked = await readLockedTables(resolve(folder, wish.lockFile), readFile);
      if (!locked.ok)
        return [
          { path: ['tables', 'lockFile'], message: locked.message, remedy: 'Make it anew: dray mappings generate.' },
        ];
      resolved = resolveTables(wish, locked.tables);
      return resolved.ok ? [] : resolved.issues;
    },
  });
  if (!loaded.ok) return loaded;
  const { config, warnings } = loaded;
  const variables = sinkVariables(config, (path) => raw(path.split('.')));
  const tooMuch = config.sink.kind === 'lambda' ? checkVariables(variables) : [];
  if (tooMuch.length > 0) {
    return {
      ok: false,
      problems: tooMuch.map(({ path, message, remedy }) => ({ path: path.join('.'), message, remedy })),
    };
  }
  const spec: PipelineSpec = {
    name: config.deployment.name ?? config.pipeline,
    engine: engineOf(config.source),
    config,
    tables: resolved?.ok === true ? resolved.tables : [],
    sinkVariables: variables,
    functionBundle,
  };
  return { ok: true, spec, warnings };
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

function checkVariables(variables: Readonly<Record<string, string>>): readonly IssueDescription[] {
  const bytes = variablesBytes(variables);
  return bytes <= LAMBDA_VARIABLES_BYTES
    ? []
    : [
        {
          path: ['write'],
          message: `Its settings take ${bytes} bytes as variables; AWS Lambda takes ${LAMBDA_VARIABLES_BYTES}.`,
          remedy: 'Take sink.kind: fargate, or say less about single tables.',
        },
      ];
}

function engineOf({ engine, url }: PipelineSpec['config']['source']): SourceEngine {
  if (engine !== undefined) return engine;
  return url?.startsWith('mysql') === true ? 'mysql' : url?.startsWith('mariadb') === true ? 'mariadb' : 'postgresql';
}
