import type { IssueDescription } from '../problems/describe-issue.js';
import { parseEcrImage } from '../resolve/ecr-image.js';
import type { DeploymentValues } from './deployment-values.js';
import { issue } from './issue.js';

/** A key that names something of AWS, and where that is. */
export interface PlacedArn {
  readonly key: string;
  /** Empty for roles, which belong to no region. */
  readonly region: string;
  readonly account: string;
}

/** In the order in which they say where the pipeline is: where two differ, the later is wrong. */
const KEYS = [
  'stream.existingArn',
  'kinesis.stream',
  'source.secretArn',
  'target.urlSecretArn',
  'stream.kmsKeyArn',
  'source.secretKmsKeyArn',
  'target.urlSecretKmsKeyArn',
  'replication.certificateArn',
  'alarms.topicArn',
  'roles.streamWriterArn',
  'roles.secretReaderArn',
  'roles.sinkArn',
  'roles.executionArn',
] as const;

/**
 * CloudWatch tells a topic of another account, which is how many keep their alarms; a key and an image may be shared by
 * another account. Nothing else is looked for elsewhere. A queue of dead letters is not looked at: the function sends to the
 * account and the region that its URL names.
 */
const OF_ANY_ACCOUNT: ReadonlySet<string> = new Set([
  'alarms.topicArn',
  'source.secretKmsKeyArn',
  'target.urlSecretKmsKeyArn',
  'sink.image',
]);

/** The ARNs of a configuration, and the image of a function, which has to be in its region; what is neither is left out. */
export function placedArns(text: (key: string) => string | undefined): readonly PlacedArn[] {
  const arns = KEYS.flatMap((key) => {
    const [, region, account] = /^arn:[\w-]+:[\w-]+:([\w-]*):(\d{12}):./.exec(text(key) ?? '') ?? [];
    return region === undefined || account === undefined ? [] : [{ key, region, account }];
  });
  return [...arns, ...placedImage(text)];
}

function placedImage(text: (key: string) => string | undefined): readonly PlacedArn[] {
  const ofFunction = text('sink.kind') !== 'fargate' && text('sink.packaging') === 'image';
  const { account, region } = parseEcrImage((ofFunction ? text('sink.image') : undefined) ?? '') ?? {};
  return account === undefined || region === undefined ? [] : [{ key: 'sink.image', region, account }];
}

/** Whether what an ARN names can be used from an account and a region; `undefined` for what is not known. */
export function isElsewhere(
  { key, region, account }: PlacedArn,
  place: { readonly region: string | undefined; readonly account: string | undefined },
): boolean {
  const otherRegion = region !== '' && place.region !== undefined && region !== place.region;
  const otherAccount = place.account !== undefined && account !== place.account && !OF_ANY_ACCOUNT.has(key);
  return otherRegion || otherAccount;
}

/** A pipeline is in one account and one region: stream, secrets, keys, topic and image have to be there as well. */
export function checkArns(values: DeploymentValues): readonly IssueDescription[] {
  const arns = placedArns(values.text);
  const named = values.text('kinesis.region');
  const first = arns.find(({ region }) => region !== '');
  const region = named ?? first?.region;
  const byRegion = named === undefined ? first?.key : 'kinesis.region';
  const owner = arns.find(({ key }) => !OF_ANY_ACCOUNT.has(key));
  return arns.flatMap((arn) => [
    ...(isElsewhere(arn, { region, account: undefined })
      ? [
          issue(
            arn.key,
            `This is in ${arn.region}, and ${byRegion ?? ''} says ${region ?? ''}.`,
            'A pipeline is in one region: name what is there.',
          ),
        ]
      : []),
    ...(isElsewhere(arn, { region: undefined, account: owner?.account })
      ? [
          issue(
            arn.key,
            `This is in account ${arn.account}, and ${owner?.key ?? ''} in ${owner?.account ?? ''}.`,
            'A pipeline is in one account: name what is there.',
          ),
        ]
      : []),
  ]);
}
