import type {
  EndpointFacts,
  EventSourceMappingFacts,
  ReplicationSettings,
  ReplicationState,
  RoleFacts,
  StreamFacts,
} from './aws-facts.js';
import type { Read } from './read.js';
import type { SourceEngine, SourceFacts, SourceTable } from './source-facts.js';
import type { TargetFacts } from './target-facts.js';

/**
 * What can be said of a pipeline without a look at anything that runs: from a synthesized stack as well as from an
 * account. A part that is absent is not judged; one that should be there and could not be read is `unread`.
 */
export interface SettingsFacts {
  readonly sourceEngine: SourceEngine;
  readonly sourceEndpoint?: Read<EndpointFacts>;
  readonly targetEndpoint?: Read<EndpointFacts>;
  readonly replication?: Read<ReplicationSettings>;
  readonly stream?: Read<StreamFacts>;
  readonly eventSourceMapping?: Read<EventSourceMappingFacts>;
  /** The tables of the source, live or from the lock file. */
  readonly tables?: Read<readonly SourceTable[]>;
}

/** Everything that the doctor looks at. */
export interface PipelineFacts {
  readonly source: Read<SourceFacts>;
  /** Patterns of `tables.include` that match no table. */
  readonly unmatchedPatterns: readonly string[];
  readonly settings: SettingsFacts;
  readonly replicationState: Read<ReplicationState>;
  readonly roles: Read<readonly RoleFacts[]>;
  readonly target: Read<TargetFacts>;
}
