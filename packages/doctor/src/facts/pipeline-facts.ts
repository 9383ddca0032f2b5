import type {
  EndpointFacts,
  EventSourceMappingFacts,
  NamedRole,
  ReplicationSettings,
  ReplicationState,
  StackFacts,
  StreamFacts,
} from './aws-facts.js';
import type { Read } from './read.js';
import type { SourceEngine } from './server-facts.js';
import type { SourceFacts } from './source-facts.js';
import type { SourceTable } from './table-facts.js';
import type { TargetFacts } from './target-facts.js';

/**
 * What can be said of a pipeline without a look at anything that runs: from a synthesized stack as well as from an
 * account. A part that is absent is not judged; one that should be there and could not be read is `unread`.
 */
export interface SettingsFacts {
  readonly sourceEngine: SourceEngine;
  /** Under which name the sink looks for before-images. Default: `before-image`. */
  readonly beforeImageField?: string;
  readonly sourceEndpoint?: Read<EndpointFacts>;
  readonly targetEndpoint?: Read<EndpointFacts>;
  readonly replication?: Read<ReplicationSettings>;
  readonly stream?: Read<StreamFacts>;
  readonly eventSourceMapping?: Read<EventSourceMappingFacts>;
  /** The tables of the source that are meant, live or from the lock file. */
  readonly tables?: Read<readonly SourceTable[]>;
  /** Somebody said which tables are meant; otherwise they are simply all that there are. */
  readonly tablesAreChosen?: boolean;
}

/** Everything that the doctor looks at. */
export interface PipelineFacts {
  readonly source: Read<SourceFacts>;
  /** Patterns of `tables.include` that match no table. */
  readonly unmatchedPatterns: readonly string[];
  /** Tables that the lock file does not hold as they are, and what is different; empty where there is no lock file. */
  readonly lockDrift: Read<readonly { readonly table: string; readonly changes: readonly string[] }[]>;
  /** What is wrong with the secret that AWS DMS reads the source by; absent where no secret is named. */
  readonly secretFaults?: Read<readonly SecretFault[]>;
  readonly settings: SettingsFacts;
  readonly replicationState: Read<ReplicationState>;
  readonly roles: Read<readonly NamedRole[]>;
  readonly target: Read<TargetFacts>;
  /** Absent where the pipeline is of no stack. */
  readonly stack?: Read<StackFacts>;
}

/** Of the secret nothing is known but what is wrong with it. */
export interface SecretFault {
  readonly field: string;
  /** `blank`: it begins or ends with one; `characters`: it has some that AWS DMS does not take. */
  readonly fault: 'blank' | 'characters';
}
