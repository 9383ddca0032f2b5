/** The parts of an Amazon Resource Name. */
export interface Arn {
  readonly partition: string;
  /** Such as `dms`, `lambda`. */
  readonly service: string;
  /** Empty for what is of no region, such as roles. */
  readonly region: string;
  readonly account: string;
  /** The type and the id, each with what divides it further: `task`, `ABCDEF`; `function`, `shop-sink`, `3`; `role`, `path`, `sink`. */
  readonly resource: readonly string[];
}

/** Takes an ARN apart; `undefined`: it is none, as a name is. Pure. */
export function parseArn(text: string): Arn | undefined {
  const [, partition, service, region, account, resource] =
    /^arn:([\w-]+):([\w-]+):([\w-]*):([\w-]*):(.+)$/u.exec(text) ?? [];
  if (
    partition === undefined ||
    service === undefined ||
    region === undefined ||
    account === undefined ||
    resource === undefined
  )
    return undefined;
  return { partition, service, region, account, resource: resource.split(/[:/]/u) };
}
