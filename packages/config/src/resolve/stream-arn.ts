/** The parts of a Kinesis stream’s ARN that configuration needs. */
export interface StreamArn {
  readonly region: string;
  readonly name: string;
}

/** `undefined`: the text is a stream’s name, not an ARN. */
export function parseStreamArn(stream: string): StreamArn | undefined {
  const [, region, name] = /^arn:[\w-]+:kinesis:([\w-]+):\d{12}:stream\/([\w.-]+)$/.exec(stream) ?? [];
  return region === undefined || name === undefined ? undefined : { region, name };
}

/** The name of a stream that is given by its name or its ARN. */
export function streamName(nameOrArn: string): string {
  return parseStreamArn(nameOrArn)?.name ?? nameOrArn;
}
