import type { Stage } from '../stacks/stages.js';
import type { NamedSlot } from './source-slots.js';

/** One thing that a deployment does, in words that can be shown before it is done. */
export type Step =
  /** Make what every deployment by the CDK needs: a bucket for templates, and roles. Once for an account and region. */
  | { readonly kind: 'bootstrap' }
  | { readonly kind: 'build-image'; readonly repository: string; readonly architecture: 'arm64' | 'x86_64' }
  /** Also of one that is stopping already. `remember`: it is resumed later, if need be by another run. */
  | { readonly kind: 'stop-replication'; readonly arn: string; readonly remember: boolean }
  | { readonly kind: 'deploy-stack'; readonly stackName: string; readonly stage: Stage | 'account-roles' }
  | { readonly kind: 'complete-endpoint' }
  | { readonly kind: 'prepare-source' }
  | { readonly kind: 'await-sink' }
  | { readonly kind: 'start-replication'; readonly type: 'start-replication' | 'resume-processing' }
  | ({ readonly kind: 'drop-source-objects' } & SourceObjects)
  | { readonly kind: 'delete-stack'; readonly stackName: string };

/** What a replication leaves behind at its source. */
export interface SourceObjects {
  /** Whose slots; `undefined`: not known, and none is dropped by its id. */
  readonly replicationArn: string | undefined;
  /** The DDL audit objects as well, where no other replication needs them. */
  readonly audit: boolean;
  /** A slot that is known by its name. */
  readonly slot: NamedSlot | undefined;
}

/** What a step does, as a sentence that begins with a verb. */
export function describeStep(step: Step): string {
  switch (step.kind) {
    case 'bootstrap':
      return 'Make what deployments by the CDK need in this account and region (cdk bootstrap)';
    case 'build-image':
      return `Build the image of the sink for ${step.architecture} and push it to ${step.repository}`;
    case 'stop-replication':
      return step.remember
        ? 'Stop the replication; it keeps its place'
        : 'Bring the replication to rest; it keeps its place';
    case 'deploy-stack':
      return `Deploy ${step.stackName}`;
    case 'complete-endpoint':
      return 'Set what CloudFormation does not know at the Kinesis endpoint';
    case 'prepare-source':
      return 'Prepare the source for AWS DMS';
    case 'await-sink':
      return 'Wait until the sink reads the stream';
    case 'start-replication':
      return step.type === 'start-replication' ? 'Start the replication' : 'Resume the replication where it stopped';
    case 'drop-source-objects':
      return step.audit
        ? 'Drop the replication slot and the DDL audit objects at the source'
        : `Drop the replication slot at the source${step.slot?.goes === false ? `, but not ${step.slot.name}` : ''}`;
    case 'delete-stack':
      return `Delete ${step.stackName}`;
  }
}
