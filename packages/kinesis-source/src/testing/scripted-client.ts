import { KinesisClient } from '@aws-sdk/client-kinesis';

export type CommandName =
  'DescribeStreamSummaryCommand' | 'GetRecordsCommand' | 'GetShardIteratorCommand' | 'ListShardsCommand';

export interface SentCommand {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** Answers a command, or throws the error that Kinesis would answer. */
export type Script = (command: SentCommand) => object | Promise<object>;

/** The SDK's own client, answered by a script before anything is sent. */
export function createScriptedClient(script: Script): KinesisClient {
  const client = new KinesisClient({ region: 'eu-central-1', credentials: { accessKeyId: 'a', secretAccessKey: 's' } });
  client.middlewareStack.add(
    (_next, context) => async (args) => {
      const output = await script({ name: String(context.commandName), input: { ...args.input } });
      return { output: { $metadata: {}, ...output }, response: {} };
    },
    { step: 'initialize' },
  );
  return client;
}

/** Lets a client that reaches a server fail where a test wants it to: `fault` answers the error for a command, if any. */
export function injectFaults(client: KinesisClient, fault: (command: SentCommand) => Error | undefined): void {
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const error = fault({ name: String(context.commandName), input: { ...args.input } });
      if (error !== undefined) throw error;
      return next(args);
    },
    { step: 'initialize' },
  );
}
