import { Aws, CfnParameter, Fn } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** Name of the parameter that `dray deploy` gives the digest of the image in. */
export const IMAGE_DIGEST_PARAMETER = 'SinkImageDigest';

/** Where `dray deploy` pushes the images of the two kinds. */
export const LAMBDA_REPOSITORY = 'drayage-lambda-sink';
export const CONTAINER_REPOSITORY = 'drayage-sink';

export interface ImageReference {
  readonly uri: string;
  /** The repository in this account; `undefined` for an image of elsewhere. */
  readonly repositoryArn: string | undefined;
}

/**
 * The image of the sink by digest: the one that the configuration names, or one in a repository of this account, whose
 * digest is known only when it has been pushed. That one is a parameter without a default: no template pretends to know it.
 */
export function sinkImage(scope: Construct, image: string | undefined, repository: string): ImageReference {
  if (image !== undefined) return { uri: image, repositoryArn: ownRepositoryArn(image) };
  const digest = new CfnParameter(scope, IMAGE_DIGEST_PARAMETER, {
    type: 'String',
    description: `Digest of the image in repository ${repository} of this account and region.`,
    allowedPattern: '^sha256:[0-9a-f]{64}$',
  });
  digest.overrideLogicalId(IMAGE_DIGEST_PARAMETER);
  const host = `${Aws.ACCOUNT_ID}.dkr.ecr.${Aws.REGION}.${Aws.URL_SUFFIX}`;
  return {
    uri: Fn.join('', [host, `/${repository}@`, digest.valueAsString]),
    repositoryArn: `arn:${Aws.PARTITION}:ecr:${Aws.REGION}:${Aws.ACCOUNT_ID}:repository/${repository}`,
  };
}

function ownRepositoryArn(image: string): string | undefined {
  const [, account, region, name] = /^(\d{12})\.dkr\.ecr\.([\w-]+)\.amazonaws\.com(?:\.cn)?\/(.+)@/.exec(image) ?? [];
  return account === undefined || region === undefined || name === undefined
    ? undefined
    : `arn:${Aws.PARTITION}:ecr:${region}:${account}:repository/${name}`;
}
