import type { TaskSettings } from '../finding.js';
import type { Read } from './read.js';

/** Settings by the names of the DMS API, which are those of CloudFormation: `IncludeNullAndEmpty`, `HeartbeatEnable`. */
export type EndpointSettings = Readonly<Record<string, unknown>>;

export interface EndpointFacts {
  readonly arn: string;
  /** `none`, `require`, `verify-ca`, `verify-full`; empty where it is not told. */
  readonly sslMode: string;
  /** The endpoint’s `DatabaseName`; empty: none. */
  readonly databaseName: string;
  /** `PostgreSQLSettings`, `MySQLSettings` or `KinesisSettings`. */
  readonly settings: EndpointSettings;
  readonly extraConnectionAttributes: string;
}

export type ReplicationType = 'full-load' | 'cdc' | 'full-load-and-cdc';

/** What a replication is to do, as it stands in its settings. */
export interface ReplicationSettings {
  readonly kind: 'classic' | 'serverless';
  readonly type: ReplicationType;
  readonly taskSettings: Read<TaskSettings>;
  /** The document of the table mappings, `{ rules: […] }`. */
  readonly tableMappings: Read<unknown>;
  /** Where reading changes starts, as `CdcStartPosition`; absent: where the load, or the slot, says. */
  readonly cdcStartPosition?: string;
}

/** What a replication does at present. */
export interface ReplicationState {
  /** `running`, `stopped`, `failed`, … */
  readonly status: string;
  /** Why it is at rest; `undefined`: it is not, or its load was all it had to do, and has ended. */
  readonly stop: StopFacts | undefined;
  readonly failures: readonly ExplainedFailure[];
  readonly tables: Read<
    readonly {
      readonly schema: string;
      readonly name: string;
      readonly state: 'missing' | 'waiting' | 'loading' | 'completed' | 'cancelled' | 'error' | 'reloading' | 'other';
      readonly errorRows: number;
    }[]
  >;
  /** How far AWS DMS is behind the source, and behind in writing; `undefined`: it does not tell. */
  readonly latency: Read<{ readonly sourceSeconds: number | undefined; readonly targetSeconds: number | undefined }>;
  /** The last tests of its connections. */
  readonly connections: Read<
    readonly (ExplainedFailure & {
      readonly endpoint: string;
      readonly status: 'testing' | 'successful' | 'failed' | 'other';
    })[]
  >;
}

/** Why a replication is stopped or failed, and what is right to do about it. */
export interface StopFacts {
  /** The word of AWS DMS; empty where it gives none. */
  readonly reason: string;
  /**
   * `asked`: somebody or a setting wanted it; `error`: AWS DMS could not go on; `passing`: AWS DMS starts it again by itself;
   * `unknown`: nothing tells.
   */
  readonly kind: 'asked' | 'error' | 'passing' | 'unknown';
  /** Whether it loads and nothing more: no change waits for it. */
  readonly isLoadOnly: boolean;
  /** In sentences; empty where it is not known. */
  readonly cause: string;
  readonly remedy: string;
}

/** A message of AWS DMS, with what it means where that is known; both empty otherwise. */
export interface ExplainedFailure {
  readonly message: string;
  readonly cause: string;
  readonly remedy: string;
}

export interface StreamFacts {
  readonly arn: string;
  readonly status: string;
  readonly onDemand: boolean;
  readonly openShards: number;
  readonly retentionHours: number;
  readonly encrypted: boolean;
  readonly maxRecordKiB: number;
}

/** A role that AWS DMS takes, as far as it could be read. */
export interface NamedRole {
  readonly name: string;
  readonly role: Read<RoleFacts>;
}

export interface RoleFacts {
  readonly name: string;
  /** What it is for, as in "the VPC". */
  readonly purpose: 'vpc' | 'logs' | 'stream' | 'secret';
  /** Of the endpoint that names it; absent: of none. */
  readonly region?: string;
  readonly exists: boolean;
  /** Services in its trust policy. */
  readonly trusts: readonly string[];
  /** Names of the policies that it has. */
  readonly policies: readonly string[];
  /** Actions that it is for and that no policy allows. */
  readonly missingActions: readonly string[];
  /** What these actions are on; absent where it is for none. */
  readonly resource?: string;
  /** The KMS key of one's own that stream or secret are encrypted with; absent: there is none, or it is the key of AWS. */
  readonly key?: Read<KeyFacts | undefined>;
}

export interface KeyFacts {
  /** As its owner names it: an ARN, an id or an alias. */
  readonly id: string;
  /** Actions on it that no policy of the role allows; the policy of the key, which is not read, may. */
  readonly missingActions: readonly string[];
}

/** The sink as a Lambda function: its event source mapping. */
export interface EventSourceMappingFacts {
  readonly id: string;
  readonly functionName: string;
  readonly state: string;
  readonly lastResult: string;
  readonly reportsBatchItemFailures: boolean;
  readonly bisects: boolean;
  /** `-1`: for ever. */
  readonly maximumRetryAttempts: number;
  /** `-1`: no limit. */
  readonly maximumRecordAgeSeconds: number;
  /** `TRIM_HORIZON`, `LATEST`, `AT_TIMESTAMP`; empty where it is not told. */
  readonly startingPosition: string;
  /** Batches of one shard in work at once; absent: 1. */
  readonly parallelizationFactor?: number;
  /** The same as the sink is told it (`lambda.parallelizationFactor`); absent: 1. */
  readonly configuredParallelization?: number;
  /** ARN of the destination of failed batches; empty: none. */
  readonly failureDestination: string;
  readonly functionTimeoutSeconds: Read<number>;
  /** How old the records are that it reads; `undefined`: it has read none lately. */
  readonly iteratorAgeHours: Read<number | undefined>;
}

/** The CloudFormation stack of the pipeline. */
export interface StackFacts {
  readonly name: string;
  readonly status: string;
  /** Resources that failed last, and why. */
  readonly failures: readonly { readonly resource: string; readonly reason: string }[];
}
