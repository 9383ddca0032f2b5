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
  readonly stopReason: string;
  readonly failures: readonly ExplainedFailure[];
  readonly tables: readonly {
    readonly schema: string;
    readonly name: string;
    readonly state: 'missing' | 'waiting' | 'loading' | 'completed' | 'cancelled' | 'error' | 'reloading' | 'other';
    readonly errorRows: number;
  }[];
  /** How far AWS DMS is behind the source, and behind in writing; `undefined`: it does not tell. */
  readonly latency: Read<{ readonly sourceSeconds: number | undefined; readonly targetSeconds: number | undefined }>;
  /** The last tests of its connections. */
  readonly connections: readonly (ExplainedFailure & { readonly endpoint: string; readonly status: 'testing' | 'successful' | 'failed' | 'other' })[];
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

export interface RoleFacts {
  readonly name: string;
  /** What it is for, as in "the VPC". */
  readonly purpose: 'vpc' | 'logs' | 'stream' | 'secret';
  readonly exists: boolean;
  /** Services in its trust policy. */
  readonly trusts: readonly string[];
  /** Names of the policies that it has. */
  readonly policies: readonly string[];
  /** Actions that it is for and that no policy allows. */
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
  readonly startingPosition: string;
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
