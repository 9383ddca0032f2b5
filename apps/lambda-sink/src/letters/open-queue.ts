import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { QueuePort } from '@drayage/cratedb-writer';

/** A queue of SQS, of the standard kind: letters have their own order within. */
export function openQueue(queueUrl: string, fallbackRegion: string | undefined): QueuePort {
  const { hostname, pathname } = new URL(queueUrl);
  const region = /^sqs\.([a-z0-9-]+)\./u.exec(hostname)?.[1] ?? fallbackRegion;
  const client = new SQSClient({ maxAttempts: 2, ...(region === undefined ? {} : { region }) });
  return {
    queue: pathname.split('/').at(-1) ?? queueUrl,
    sendMessage: async ({ body, attributes }) => {
      await client.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: body,
          MessageAttributes: Object.fromEntries(
            Object.entries(attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
          ),
        }),
      );
    },
  };
}
