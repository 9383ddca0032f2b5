/** Where an image of Amazon ECR is. */
export interface EcrImage {
  readonly account: string;
  readonly region: string;
}

/** `undefined`: the image is of another registry. */
export function parseEcrImage(image: string): EcrImage | undefined {
  const [, account, region] = /^(\d{12})\.dkr\.ecr\.([\w-]+)\.amazonaws\.com(?:\.cn)?\//.exec(image) ?? [];
  return account === undefined || region === undefined ? undefined : { account, region };
}
