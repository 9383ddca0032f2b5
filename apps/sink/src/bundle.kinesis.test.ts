import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { CreateStreamCommand, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { startPgliteProcess, type PgliteServer } from '@drayage/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import type { StatusReport } from './report/sink-view.js';
import { createTableMessage, rowMessage } from './testing/dms-messages.js';
import { type BundleProcess, runBundle } from './testing/run-bundle.js';
import { type Ends, startEnds } from './testing/start-ends.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drayage-sink-'));
  // Nx builds it before this project's tests; elsewhere the files around it could lend it what it lacks.
  await cp(fileURLToPath(new URL('../dist', import.meta.url)), folder, { recursive: true });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('exits 2 with the list of what is missing when nothing is configured', async () => {
  const sink = runBundle(folder, {});
  expect(await sink.exitCode).toBe(2);
  expect(sink.output()).toBe('');
  expect(sink.errors()).toMatch(
    /^drayage-sink cannot start: 2 problems in its configuration\.\n {2}- target\.url \/ SINK_URL: .+\n {2}- kinesis\.stream \/ KINESIS_STREAM: .+\n/,
  );
});

it('prints its version', async () => {
  const sink = runBundle(folder, {}, ['--version']);
  expect(await sink.exitCode).toBe(0);
  expect(sink.output()).toMatch(/^\d+\.\d+\.\d+\n$/);
});

describe('between a stream and a database', () => {
  const stops: (() => Promise<void> | void)[] = [];
  let ends: Ends<PgliteServer>;
  let env: Record<string, string>;

  beforeAll(async () => {
    ends = await startEnds(startPgliteProcess);
    stops.push(() => ends.stop());
    await ends.client.send(new CreateStreamCommand({ StreamName: 'products', ShardCount: 1 }));
    env = {
      SINK_URL: ends.target.url,
      KINESIS_STREAM: 'products',
      KINESIS_ENDPOINT: ends.endpoint,
      PORT: '0',
      DRAYAGE_TARGET_CONNECTIONS: '1',
    };
  });
  afterAll(async () => {
    for (const stop of stops) {
      await stop();
    }
  });

  async function put(...messages: readonly string[]): Promise<void> {
    const records = messages.map((message) => ({ Data: Buffer.from(message), PartitionKey: 'public.products' }));
    await ends.client.send(new PutRecordsCommand({ StreamName: 'products', Records: records }));
  }

  async function addressOf(sink: BundleProcess): Promise<string> {
    return vi.waitFor(() => {
      const line = sink.logLines().find(({ url }) => typeof url === 'string');
      expect(line, sink.output() + sink.errors()).toBeDefined();
      return String(line?.url);
    }, 10_000);
  }

  async function statusOf(address: string): Promise<StatusReport> {
    return (await (await fetch(`${address}/status`)).json()) as StatusReport;
  }

  async function rows(): Promise<readonly (readonly (string | null)[])[]> {
    return (await ends.database.execute({ sql: 'SELECT id, name FROM public.products ORDER BY id', parameters: [] }))
      .rows;
  }

  it('carries rows, tells of it, stops in time, and goes on where it stopped', { timeout: 60_000 }, async () => {
    await put(
      createTableMessage(),
      rowMessage('load', { id: 1, name: 'rope' }),
      rowMessage('load', { id: 2, name: 'sail' }),
      'no message',
    );
    const first = runBundle(folder, env);
    const address = await addressOf(first);
    await vi.waitFor(async () => expect((await statusOf(address)).tables[0]?.rowsWritten).toBe(2), 20_000);
    await vi.waitFor(
      async () =>
        expect(await rows()).toEqual([
          ['1', 'rope'],
          ['2', 'sail'],
        ]),
      5_000,
    );
    await vi.waitFor(async () => expect((await fetch(`${address}/readyz`)).status).toBe(200), 5_000);
    const status = await statusOf(address);
    expect(status).toMatchObject({ pipeline: 'products', state: 'running', deadLetters: 1 });
    expect(status.shards).toEqual([
      {
        shardId: 'shardId-000000000000',
        sequenceNumber: expect.stringMatching(/^\d+$/) as string,
        lagMs: expect.any(Number) as number,
        owner: expect.any(String) as string,
      },
    ]);
    expect(await (await fetch(`${address}/metrics`)).text()).toContain('drayage_records_total{pipeline="products"} 4');
    expect((await fetch(`${address}/vendor/uPlot.esm.js`)).status).toBe(200);

    const stoppedAt = Date.now();
    first.signal('SIGTERM');
    expect(await first.exitCode).toBe(0);
    expect(Date.now() - stoppedAt).toBeLessThan(10_000);
    expect(first.output() + first.errors()).not.toMatch(/rope|sail/);

    await put(rowMessage('update', { id: 1, name: 'cable' }), rowMessage('delete', { id: 2, name: 'sail' }));
    const second = runBundle(folder, env);
    await vi.waitFor(async () => expect(await rows(), second.output()).toEqual([['1', 'cable']]), 20_000);
    const done = second.logLines().filter(({ msg }) => msg === 'batch written');
    expect(done.reduce((total, { records }) => total + Number(records), 0)).toBeLessThanOrEqual(2);
    second.signal('SIGTERM');
    expect(await second.exitCode).toBe(0);
  });
});
