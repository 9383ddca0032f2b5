import { isTypeRetained } from '../deploy/deletion-policy.js';
import type { Deployed } from '../deploy/read-deployed.js';
import type { Step } from '../deploy/step.js';
import type { PipelineSpec } from '../pipeline/pipeline-spec.js';
import type { OpenedPipeline } from './open-pipeline.js';
import { RefusedError } from './refused-error.js';

export interface FullBucketSituation {
  readonly spec: Pick<PipelineSpec, 'name' | 'config'>;
  readonly deployed: Pick<Deployed, 'stacks'>;
  readonly pipeline: Pick<OpenedPipeline, 'isFull'>;
}

/**
 * The bucket of a function that goes with its stack goes only where it is empty: that is looked at before anything is stopped.
 * One that outlives the stack may hold what it holds. Answers what has to be known where it may not be looked into.
 *
 * @throws RefusedError
 */
export async function refuseFullBucket(
  steps: readonly Step[],
  { spec, deployed, pipeline }: FullBucketSituation,
): Promise<readonly string[]> {
  const sink = deployed.stacks.get(`${spec.name}-sink`);
  const bucket = sink?.outputs['FailureBucket'];
  const sinkGoes = steps.some((step) => step.kind === 'delete-stack' && step.stackName === `${spec.name}-sink`);
  if (!sinkGoes || sink === undefined || bucket === undefined) return [];
  const stays = isTypeRetained(sink.template, 'AWS::S3::Bucket') ?? spec.config.deployment.removal === 'retain';
  if (stays) return [];
  const isFull = await pipeline.isFull(bucket);
  if (isFull === true) throw RefusedError.ofFullBucket(bucket);
  return isFull === undefined
    ? [
        `Whether the bucket ${bucket} is empty could not be looked at (s3:ListBucket). Where it holds something, the deletion of ${spec.name}-sink fails after the steps before it: look first, and empty it: aws s3 rm s3://${bucket} --recursive.`,
      ]
    : [];
}
