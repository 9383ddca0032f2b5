/** The demo shop: creates the stream, and puts on it what DMS would say about the shop's database. */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { createShop } from '@drayage/dms-simulator';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { followParent, reportReady } from '../process/follow-parent.ts';
import { createStream } from '../shop/create-stream.ts';
import { putEntriesWith, putRecords } from '../shop/put-records.ts';
import { runShop } from '../shop/run-shop.ts';
import { writeShopState } from '../shop/shop-state-file.ts';

const RETRY_DELAY_MS = 100;

followParent(() => process.exit(0));

const { values } = parseArgs({
  options: {
    stream: { type: 'string', default: '' },
    rate: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    changes: { type: 'string' },
    state: { type: 'string' },
  },
});
// Endpoint, region and credentials come from the environment. The SDK's default, HTTP/2, is not what the stand-in speaks.
const client = new KinesisClient({ requestHandler: new NodeHttpHandler() });
const put = putEntriesWith(client, values.stream);
const shop = createShop({ seed: Number(values.seed), nowMicros: () => Date.now() * 1000 });

await createStream(client, values.stream);
reportReady();
await runShop({
  shop,
  put: (records) => putRecords(records, put, () => sleep(RETRY_DELAY_MS)),
  changesPerSecond: Number(values.rate),
  ...(values.changes === undefined ? {} : { transactions: Number(values.changes) }),
  nowMs: () => performance.now(),
  sleep: (milliseconds) => sleep(milliseconds),
});
if (values.state !== undefined) await writeShopState(values.state, shop);
// A closed shop stays there until the parent goes: its end would mean that something went wrong.
process.channel?.ref();
