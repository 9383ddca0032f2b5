import type { Replication } from '@drayage/aws-ops';
import type { SourceObjects } from './step.js';
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

/** A replication, as far as it matters here. */
export interface ReplicationActivity extends Pick<
  Replication,
  'state' | 'status' | 'stopReason' | 'everStarted' | 'migrationType'
> {
  /** A deployment stopped it, and nobody has started it since. */
  readonly stoppedForDeployment: boolean;
}

/** Whether it runs, or is about to. */
export function isGoing({ state }: Pick<ReplicationActivity, 'state'>): boolean {
  return state === 'running' || state === 'starting';
}

/** Whether it does nothing, and nothing is done to it. */
export function isAtRest({ state }: Pick<ReplicationActivity, 'state'>): boolean {
  return state === 'ready' || state === 'stopped' || state === 'failed';
}

/** The replication, by AWS DMS. */
export interface ReplicationPort {
  /** `undefined`: there is none. */
  activity(arn: string): Promise<ReplicationActivity | undefined>;
  /**
   * Resolves when it is at rest, whatever it was doing. `remember`: the account keeps that it was stopped for a deployment, so
   * that a later one resumes it.
   */
  stop(arn: string, options: { readonly remember: boolean }): Promise<void>;
  /**
   * Resolves when it runs; a task is asked for once its connections are tested. Without `wait` it is asked for at once, and
   * nothing more. The account no longer keeps that it was stopped.
   */
  start(
    arn: string,
    type: 'start-replication' | 'resume-processing',
    options: { readonly wait: boolean },
  ): Promise<void>;
  /** Whether the Kinesis endpoint has what only the API knows. */
  endpointIsComplete(endpointArn: string): Promise<boolean>;
  /** Sets that, where it is not set. */
  completeEndpoint(endpointArn: string): Promise<void>;
}

/** The source database. */
export interface SourcePort {
  /** Does what AWS DMS needs and what is not done yet; answers what was done. */
  prepare(): Promise<readonly string[]>;
  /**
   * Drops the slots of a replication that is at rest, and with `audit` the DDL audit objects where no other replication needs
   * them; answers what was dropped, and what was left and why. Rejects where a slot of its own stays open.
   */
  dropObjects(objects: SourceObjects): Promise<readonly string[]>;
}

/** The sink as something that is built and that reads. */
export interface SinkPort {
  /** Builds the image and pushes it; answers its digest. */
  pushImage(repository: string, architecture: 'arm64' | 'x86_64'): Promise<string>;
  /** Resolves when it reads its stream; rejects where it was paused. */
  awaitReading(outputs: Readonly<Record<string, string>>): Promise<void>;
}

export interface DeployPorts {
  readonly stacks: StackPort;
  readonly replication: ReplicationPort;
  readonly source: SourcePort;
  readonly sink: SinkPort;
}
