import type {
  ContainerService,
  DmsEndpoint,
  EventSourceMapping,
  FunctionDescription,
  Replication,
  StreamDescription,
} from '@drayage/aws-ops';
import type { PipelineTable } from '@drayage/cratedb-writer';
import type { StatusPart, Unread } from './status-part.js';

export interface EndpointStatus extends Pick<DmsEndpoint, 'identifier' | 'direction' | 'engine' | 'status' | 'server'> {
  /** Of the last connection test from the replication's own instance; a serverless replication has none. */
  readonly connection: string | null;
  readonly failure: string | null;
}

export interface ReplicationStatus {
  readonly replication: Replication;
  /** Seconds; `null`: CloudWatch has no number of the last quarter of an hour. */
  readonly sourceLatencySeconds: number | null;
  readonly targetLatencySeconds: number | null;
  readonly endpoints: readonly EndpointStatus[];
  readonly unread: readonly Unread[];
}

export interface StreamStatus {
  readonly stream: StreamDescription;
  readonly iteratorAgeMs: number | null;
  /** Writes that the stream refused in the last quarter of an hour; `null`: not known. */
  readonly throttledWrites: number | null;
  readonly unread: readonly Unread[];
}

export interface FunctionSink {
  readonly kind: 'function';
  readonly description: FunctionDescription;
  /** From the stream that is named, else from every stream; `null`: they could not be read. */
  readonly mappings: readonly EventSourceMapping[] | null;
  readonly iteratorAgeMs: number | null;
  readonly unread: readonly Unread[];
}

/** A container as it is seen: by its own `/status`, by the service of ECS that runs it, or by both. */
export interface ContainerSink {
  readonly kind: 'container';
  readonly url: string | null;
  readonly report: ContainerReport | null;
  readonly service: ContainerService | null;
  readonly unread: readonly Unread[];
}

export type SinkStatus = ContainerSink | FunctionSink;

/** What is read here of `/status` of the container. */
export interface ContainerReport {
  readonly pipeline: string;
  readonly state: string;
  readonly deadLetters: number;
  readonly freshnessMs: number | null;
  readonly shards: readonly ContainerShard[];
  readonly tables: readonly ({ readonly schema: string; readonly name: string } & JudgedTable)[];
  readonly warnings: readonly string[];
}

/** What is told of a table, by the target or by a container. */
export interface JudgedTable {
  readonly state: string;
  /** `null`: there is nothing to say, or its open letters are all. */
  readonly reason: string | null;
  /** Open ones. */
  readonly deadLetters: number;
}

export interface ContainerShard {
  readonly shardId: string;
  readonly lagMs: number | null;
  readonly owner: string | null;
  readonly state: string;
}

export interface TargetStatus {
  readonly tables: readonly (PipelineTable & Pick<JudgedTable, 'deadLetters'>)[];
  readonly deadLetters: number;
  /** How long ago everything in the stream was applied; `null`: not known. */
  readonly freshnessMs: number | null;
  /** The pipelines that this target knows, where it knows nothing of the one that is looked at; else `null`. */
  readonly otherPipelines: readonly string[] | null;
}

/** The whole pipeline at one time. */
export interface PipelineStatus {
  readonly at: Date;
  readonly pipeline: string;
  readonly replication: StatusPart<ReplicationStatus>;
  readonly stream: StatusPart<StreamStatus>;
  readonly sink: StatusPart<SinkStatus>;
  readonly target: StatusPart<TargetStatus>;
}

/** Whether the target lacks something of the table that does not come by itself. */
export function isBroken({ state }: Pick<JudgedTable, 'state'>): boolean {
  return state === 'incomplete' || state === 'suspended';
}

/** Whether no part is named: then nothing is known, and nothing is well. */
export function isNothingNamed({ replication, stream, sink, target }: PipelineStatus): boolean {
  return [replication, stream, sink, target].every(({ kind }) => kind === 'absent');
}
