import {
  CreateRepositoryCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  GetAuthorizationTokenCommand,
  SetRepositoryPolicyCommand,
} from '@aws-sdk/client-ecr';
import { parseArn } from '../arn/parse-arn.js';
import type { AwsClients } from '../clients/aws-clients.js';
import { AwsOpsError } from '../errors/aws-ops-error.js';
import { callAws, callForMaybe } from '../errors/call-aws.js';
import { need } from '../errors/need.js';

type Ecr = Pick<AwsClients, 'ecr'>;

export interface ImageRepository {
  readonly name: string;
  readonly arn: string;
  /** `<account>.dkr.ecr.<region>.amazonaws.com/<name>`. */
  readonly uri: string;
}

/** What a Docker client logs in with, for twelve hours. The password is a secret. */
export interface RegistryLogin {
  readonly username: string;
  readonly password: string;
  readonly registry: string;
}

/** `undefined` where there is no such repository. */
export async function describeRepository({ ecr }: Ecr, name: string): Promise<ImageRepository | undefined> {
  const input = { repositoryNames: [name] };
  const answer = await callForMaybe(`ecr:DescribeRepositories on ${name}`, () =>
    ecr.send(new DescribeRepositoriesCommand(input)),
  );
  const repository = answer?.repositories?.[0];
  return repository === undefined
    ? undefined
    : {
        name,
        arn: need(repository.repositoryArn, 'repositoryArn'),
        uri: need(repository.repositoryUri, 'repositoryUri'),
      };
}

/** The repository, made where it is not there: scanned on push, tags that do not move. */
export async function ensureRepository(
  clients: Ecr,
  name: string,
): Promise<{ readonly repository: ImageRepository; readonly created: boolean }> {
  const found = await describeRepository(clients, name);
  if (found !== undefined) return { repository: found, created: false };
  const input = {
    repositoryName: name,
    imageTagMutability: 'IMMUTABLE' as const,
    imageScanningConfiguration: { scanOnPush: true },
  };
  await callAws(`ecr:CreateRepository on ${name}`, () => clients.ecr.send(new CreateRepositoryCommand(input)));
  const made = await describeRepository(clients, name);
  return { repository: need(made, `the repository ${name}`), created: true };
}

/** Lets the functions of the repository's own account and region take images from it, and nobody else. */
export async function allowLambdaPull({ ecr }: Ecr, { name, arn }: ImageRepository): Promise<void> {
  const { partition, region, account } = need(parseArn(arn), `the ARN of ${name}`);
  const statement = {
    Sid: 'LambdaPull',
    Effect: 'Allow',
    Principal: { Service: 'lambda.amazonaws.com' },
    Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
    Condition: { StringLike: { 'aws:sourceArn': `arn:${partition}:lambda:${region}:${account}:function:*` } },
  };
  const input = { repositoryName: name, policyText: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }) };
  await callAws(`ecr:SetRepositoryPolicy on ${name}`, () => ecr.send(new SetRepositoryPolicyCommand(input)));
}

export async function readRegistryLogin({ ecr }: Ecr): Promise<RegistryLogin> {
  const answer = await callAws('ecr:GetAuthorizationToken', () => ecr.send(new GetAuthorizationTokenCommand({})));
  const [data] = answer.authorizationData ?? [];
  const [username, ...password] = Buffer.from(need(data?.authorizationToken, 'authorizationToken'), 'base64')
    .toString('utf8')
    .split(':');
  return {
    username: need(username, 'a user name'),
    password: password.join(':'),
    registry: need(data?.proxyEndpoint, 'proxyEndpoint').replace(/^https?:\/\//, ''),
  };
}

/** The digest under a tag: what a function or a stack should name, for a tag can be moved. @throws AwsOpsError `not-found` */
export async function findImageDigest({ ecr }: Ecr, repository: string, tag: string): Promise<string> {
  const input = { repositoryName: repository, imageIds: [{ imageTag: tag }] };
  const answer = await callForMaybe(`ecr:DescribeImages on ${repository}`, () =>
    ecr.send(new DescribeImagesCommand(input)),
  );
  const digest = answer?.imageDetails?.[0]?.imageDigest;
  if (digest !== undefined) return digest;
  throw new AwsOpsError('not-found', {
    message: `There is no image ${repository}:${tag}.`,
    remedy: 'Push it first: dray image push.',
  });
}
