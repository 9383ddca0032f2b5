import type { Template } from './template-changes.js';

/** A stack as it is in the account. */
export interface DeployedStack {
  readonly status: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly template: Template;
}

/** Stacks, by CloudFormation. */
export interface StackPort {
  /** `undefined`: there is none. */
  find(stackName: string): Promise<DeployedStack | undefined>;
  /** Makes it what its template says. Rejects, after the rollback, where that fails. */
  deploy(stackName: string, parameters: Readonly<Record<string, string>>): Promise<void>;
  /** Makes what every deployment by the CDK needs, once for an account and region. */
  bootstrap(): Promise<void>;
  /** Resolves when it is gone. */
  delete(stackName: string): Promise<void>;
}

/** States of a replication, as far as they matter here. */
export type ReplicationActivity =
  /** `everStarted`: only then can it be resumed. */
  { readonly state: 'running' | 'stopped' | 'changing'; readonly everStarted: boolean; readonly loadOnly: boolean };

/** The replication, by AWS DMS. */
export interface ReplicationPort {
  /** `undefined`: there is none. */
  activity(arn: string): Promise<ReplicationActivity | undefined>;
  /** Resolves when it has stopped. */
  stop(arn: string): Promise<void>;
  /** Resolves when it runs. */
  start(arn: string, type: 'start-replication' | 'resume-processing'): Promise<void>;
  /** Sets at the Kinesis endpoint what only the API knows. */
  completeEndpoint(endpointArn: string): Promise<void>;
}

/** The source database. */
export interface SourcePort {
  /** Does what AWS DMS needs and what is not done yet; answers what was done. */
  prepare(): Promise<readonly string[]>;
  /** Drops what AWS DMS leaves behind; answers what was dropped, and what was left and why. */
  dropObjects(replicationArn: string | undefined): Promise<readonly string[]>;
}

/** The sink as something that is built and that reads. */
export interface SinkPort {
  /** Builds the image and pushes it; answers its digest. */
  pushImage(repository: string, architecture: 'arm64' | 'x86_64'): Promise<string>;
  /** Resolves when it reads its stream. */
  awaitReading(outputs: Readonly<Record<string, string>>): Promise<void>;
}

export interface DeployPorts {
  readonly stacks: StackPort;
  readonly replication: ReplicationPort;
  readonly source: SourcePort;
  readonly sink: SinkPort;
}
