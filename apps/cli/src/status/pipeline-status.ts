import type { DmsEndpoint, EventSourceMapping, FunctionDescription, Replication, StreamDescription } from '@drayage/aws-ops';
import type { PipelineTable } from '@drayage/cratedb-writer';
import type { StatusPart } from './status-part.js';

export interface EndpointStatus extends Pick<DmsEndpoint, 'identifier' | 'direction' | 'engine' | 'status' | 'server'> {
  /** Of the last connection test; a serverless replication has none. */
  readonly connection: string | null;
  readonly failure: string | null;
}

export interface ReplicationStatus {
  readonly replication: Replication;
  /** Seconds; `null`: CloudWatch has no number of the last quarter of an hour. */
  readonly sourceLatencySeconds: number | null;
  readonly targetLatencySeconds: number | null;
  readonly endpoints: readonly EndpointStatus[];
}

export interface StreamStatus {
  readonly stream: StreamDescription;
  readonly iteratorAgeMs: number | null;
}

/** The sink as a function, or as a container that answers `/status`. */
export type SinkStatus =
  | {
      readonly kind: 'function';
      readonly description: FunctionDescription;
      readonly mappings: readonly EventSourceMapping[];
      readonly iteratorAgeMs: number | null;
    }
  | { readonly kind: 'container'; readonly url: string; readonly report: ContainerReport };

/** What is read here of `/status` of the container. */
export interface ContainerReport {
  readonly state: string;
  readonly deadLetters: number;
  readonly freshnessMs: number | null;
  readonly shards: readonly { readonly shardId: string; readonly lagMs: number | null; readonly owner: string | null }[];
  readonly tables: readonly { readonly schema: string; readonly name: string; readonly state: string; readonly reason: string | null }[];
  readonly warnings: readonly string[];
}

export interface TargetStatus {
  readonly tables: readonly PipelineTable[];
  readonly deadLetters: number;
  /** How long ago everything in the stream was applied; `null`: not known. */
  readonly freshnessMs: number | null;
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
