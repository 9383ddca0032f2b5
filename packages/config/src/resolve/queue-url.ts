/** The parts of an SQS queue’s URL that its ARN is made of. */
export interface QueueUrl {
  readonly region: string;
  readonly account: string;
  readonly name: string;
}

/** `undefined`: the URL has another form, such as that of a VPC endpoint, which does not tell all of them. */
export function parseQueueUrl(url: string): QueueUrl | undefined {
  const [, region, account, name] = /^https?:\/\/sqs\.([\w-]+)\.[^/]+\/(\d{12})\/([\w.-]+)$/.exec(url) ?? [];
  return region === undefined || account === undefined || name === undefined ? undefined : { region, account, name };
}
