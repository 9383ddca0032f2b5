import {
  CreateStreamCommand,
  DeleteStreamCommand,
  DescribeStreamSummaryCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-kinesis';
import { expect, it, vi } from 'vitest';

import { logLine, untilActive, useBundledSink } from './testing/bundled-sink.js';
import { productSource } from './testing/product-changes.js';
import type { BundleProcess } from './testing/run-bundle.js';

const sinks = useBundledSink();
const TIMEOUT_MS = 120_000;
const GO_ON = { DRAYAGE_KINESIS_ON_GAP: 'continue' };

async function stop(sink: BundleProcess): Promise<void> {
  sink.signal('SIGTERM');
  expect(await sink.exitCode).toBe(0);
}

/** A stream, and a source whose load a sink has written from it; that sink has stopped. */
async function loadedStream() {
  const stream = await sinks.newStream(1);
  const source = productSource();
  await sinks.put(stream, source.load());
  const sink = sinks.start(stream);
  await sinks.untilHolds('public.products', source.rows(), sink);
  await stop(sink);
  return { stream, source };
}

async function tableState(pipeline: string): Promise<readonly (readonly (string | null)[])[]> {
  return sinks.rows(`SELECT state, reason IS NULL FROM drayage.tables WHERE pipeline = '${pipeline}'`);
}

async function expectHalt(stream: string): Promise<void> {
  const halted = sinks.start(stream);
  expect(await halted.exitCode).toBe(1);
  expect(await logLine(halted, ({ msg }) => msg === 'halted')).toMatchObject({
    err: { code: 'gap', remedy: expect.stringContaining('Reload the tables') as string },
  });
  expect(await tableState(stream)).toEqual([['incomplete', 'f']]);
}

it(
  'halts at a stream made anew, goes on if it may, and a reload makes the table whole',
  { timeout: TIMEOUT_MS },
  async () => {
    const { stream, source } = await loadedStream();
    await recreate(stream);
    // Lost: the new stream never had them.
    source.change(10);

    await expectHalt(stream);
    const after = sinks.start(stream, GO_ON);
    await sinks.put(stream, source.change(10));
    await sinks.put(stream, source.load());
    await sinks.put(stream, source.change(10));
    await sinks.untilHolds('public.products', source.rows(), after);
    await vi.waitFor(async () => expect(await tableState(stream)).toEqual([['live', 't']]), 20_000);
    await stop(after);
  },
);

it('halts at a checkpoint past the horizon, and reads what is left if it may', { timeout: TIMEOUT_MS }, async () => {
  const { stream, source } = await loadedStream();
  await sinks.rows(
    `UPDATE drayage.checkpoints SET arrival_time = CURRENT_TIMESTAMP - INTERVAL '25 hours' WHERE pipeline = '${stream}'`,
  );

  await expectHalt(stream);
  await sinks.put(stream, source.change(20));
  const after = sinks.start(stream, GO_ON);
  await sinks.untilHolds('public.products', source.rows(), after);
  // What may have been lost stays lost until a reload: the table says so.
  expect(await tableState(stream)).toEqual([['incomplete', 'f']]);
  await stop(after);
});

async function recreate(stream: string): Promise<void> {
  const { client } = sinks;
  await client.send(new DeleteStreamCommand({ StreamName: stream }));
  const describe = () => client.send(new DescribeStreamSummaryCommand({ StreamName: stream }));
  await vi.waitFor(() => expect(describe()).rejects.toThrow(ResourceNotFoundException), 10_000);
  await client.send(new CreateStreamCommand({ StreamName: stream, ShardCount: 1 }));
  await untilActive(client, stream);
}
