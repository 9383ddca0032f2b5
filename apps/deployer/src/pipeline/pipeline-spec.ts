import type { DrayageConfig } from '@drayage/config';
import type { SourceEngine } from '@drayage/doctor';

export type { SourceEngine };

/** A table of the source by its exact name, and what spreads its rows over the shards. */
export interface ReplicatedTable {
  readonly schema: string;
  readonly name: string;
  readonly partitionKey: 'primary-key' | 'schema-table';
  /** Known to have no primary key; of a table that is only named, nothing is known. */
  readonly keyless: boolean;
}

/** Everything that the stacks are made from: a checked configuration, and what was looked up for it. */
export interface PipelineSpec {
  /** First part of the names of stacks. */
  readonly name: string;
  readonly engine: SourceEngine;
  readonly config: DrayageConfig;
  readonly tables: readonly ReplicatedTable[];
  /** What the sink runs with, by variable; holds no secret. */
  readonly sinkVariables: Readonly<Record<string, string>>;
  /** The folder with the function's bundle; only looked at for a function that is deployed as a zip. */
  readonly functionBundle: string;
}

/** Whether the sink runs in the VPC: a container always does. */
export function sinkInVpc({ sink }: Pick<DrayageConfig, 'sink'>): boolean {
  return sink.kind === 'fargate' || sink.inVpc === true;
}

/** The port that the source listens on. */
export function sourcePort({ engine, config }: Pick<PipelineSpec, 'engine' | 'config'>): number {
  return config.source.port ?? (engine === 'postgresql' ? 5_432 : 3_306);
}
