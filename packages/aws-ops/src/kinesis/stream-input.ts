/** A stream is named to Kinesis by its ARN or by its name. */
export function streamInput(nameOrArn: string): { readonly StreamARN: string } | { readonly StreamName: string } {
  return nameOrArn.startsWith('arn:') ? { StreamARN: nameOrArn } : { StreamName: nameOrArn };
}
