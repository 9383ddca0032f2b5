/** A stand-in for a client of the AWS SDK, for calls that no local server answers. */
export interface FakeSdkClient<Client> {
  readonly client: Client;
  /** Every call so far: the command's name and its input. */
  readonly calls: readonly { readonly name: string; readonly input: unknown }[];
}

/**
 * Answers commands by their class's name; a test gives its answers the SDK's own types
 * (`DescribeReplicationsCommand: (): DescribeReplicationsCommandOutput => …`). A command without an answer is an error.
 */
export function fakeSdkClient<Client>(
  answers: Readonly<Record<string, (input: never) => unknown>>,
): FakeSdkClient<Client> {
  const calls: { name: string; input: unknown }[] = [];
  const send = ({ constructor: { name }, input }: { readonly input: unknown }): Promise<unknown> => {
    calls.push({ name, input });
    const answer = answers[name];
    if (answer === undefined) return Promise.reject(new Error(`The fake has no answer to ${name}.`));
    return new Promise((resolve) => resolve(answer(input as never)));
  };
  return { client: { send } as unknown as Client, calls };
}
