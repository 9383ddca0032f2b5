import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  type KinesisClient,
  PutRecordsCommand,
} from '@aws-sdk/client-kinesis';
import type { SinkDatabase } from '@drayage/cratedb-writer';
import { startPostgresServer, type PostgresServer } from '@drayage/testing';
import { afterAll, beforeAll, beforeEach, expect, vi } from 'vitest';

import type { StatusReport } from '../report/sink-view.js';
import type { KeyedMessage } from './product-changes.js';
import { type BundleProcess, runBundle } from './run-bundle.js';
import { type Ends, startEnds } from './start-ends.js';

const PATIENCE_MS = 60_000;

/** What a test does with the built sink between a stream and a database, each in a process of its own. */
export interface BundledSink {
  readonly client: KinesisClient;
  readonly postgres: PostgresServer;
  readonly database: SinkDatabase;
  newStream(shardCount: number): Promise<string>;
  put(stream: string, messages: readonly KeyedMessage[]): Promise<void>;
  /** Starts a sink; what else is in its environment comes after. */
  start(stream: string, env?: Readonly<Record<string, string>>): BundleProcess;
  /** Ends a process as a power cut does, and lets its leases run out, which takes half a minute otherwise. */
  killHard(sink: BundleProcess): Promise<void>;
  rows(sql: string): Promise<readonly (readonly (string | null)[])[]>;
  /** Waits until a table holds exactly these rows, in their order. */
  untilHolds(table: string, rows: readonly (readonly string[])[], sink?: BundleProcess): Promise<void>;
}

/** Starts the servers before the tests of a file, and stops them and every sink after them. */
export function useBundledSink(): BundledSink {
  const started: Partial<Ends<PostgresServer> & { folder: string }> = {};
  const stops: (() => unknown)[] = [];
  let streams = 0;
  const need = <Key extends keyof typeof started>(key: Key): NonNullable<(typeof started)[Key]> => {
    const value = started[key];
    if (value === undefined) throw new Error('The servers run only within tests.');
    return value;
  };

  beforeAll(async () => {
    const [ends, folder] = await Promise.all([
      startEnds(startPostgresServer),
      mkdtemp(join(tmpdir(), 'drayage-sink-')),
    ]);
    stops.push(
      () => ends.stop(),
      () => rm(folder, { recursive: true, force: true }),
    );
    // Nx builds it before this project's tests; elsewhere the files around it could lend it what it lacks.
    await cp(fileURLToPath(new URL('../../dist', import.meta.url)), folder, { recursive: true });
    Object.assign(started, ends, { folder });
  });
  afterAll(async () => {
    for (const stop of stops) await stop();
  });

  const rows: BundledSink['rows'] = async (sql) => (await need('database').execute({ sql, parameters: [] })).rows;

  // Every test has its own stream, and so its own pipeline: the tables of another one would be foreign to it.
  beforeEach(async () => {
    await rows('DROP SCHEMA IF EXISTS drayage, public CASCADE');
    await rows('CREATE SCHEMA public');
  });

  return {
    get client() {
      return need('client');
    },
    get postgres() {
      return need('target');
    },
    get database() {
      return need('database');
    },
    newStream: async (shardCount) => {
      const name = `stream-${(streams += 1)}`;
      await need('client').send(new CreateStreamCommand({ StreamName: name, ShardCount: shardCount }));
      await untilActive(need('client'), name);
      return name;
    },
    put: async (stream, messages) => {
      const Records = messages.map(({ key, message }) => ({ Data: Buffer.from(message), PartitionKey: key }));
      // While shards split and merge, the server refuses some.
      for (let left = Records; left.length > 0;) {
        const sent = await need('client').send(new PutRecordsCommand({ StreamName: stream, Records: left }));
        left = left.filter((_, index) => sent.Records?.[index]?.ErrorCode !== undefined);
      }
    },
    start: (stream, env = {}) => {
      const sink = runBundle(need('folder'), {
        SINK_URL: need('target').url,
        KINESIS_STREAM: stream,
        KINESIS_ENDPOINT: need('endpoint'),
        PORT: '0',
        ABSENT_COLUMNS: 'null',
        ...env,
      });
      stops.unshift(() => sink.signal('SIGKILL'));
      return sink;
    },
    killHard: async (sink) => {
      sink.signal('SIGKILL');
      await sink.exitCode;
      await rows(
        `UPDATE drayage.checkpoints SET owner_until = CURRENT_TIMESTAMP - INTERVAL '1 second' WHERE owner IS NOT NULL`,
      );
    },
    rows,
    untilHolds: (table, wanted, sink) =>
      vi.waitFor(
        async () => expect(await rows(`SELECT id, name FROM ${table} ORDER BY id`), sink?.output()).toEqual(wanted),
        { timeout: PATIENCE_MS, interval: 100 },
      ),
  };
}

/** A stream that is made, split or merged takes a moment. */
export async function untilActive(client: KinesisClient, stream: string): Promise<void> {
  await vi.waitFor(async () => {
    const { StreamDescriptionSummary } = await client.send(new DescribeStreamSummaryCommand({ StreamName: stream }));
    expect(StreamDescriptionSummary?.StreamStatus).toBe('ACTIVE');
  }, 10_000);
}

/** The first log line that fits, as soon as it is there. */
export async function logLine(
  sink: BundleProcess,
  fits: (line: Readonly<Record<string, unknown>>) => boolean,
): Promise<Readonly<Record<string, unknown>>> {
  return vi.waitFor(
    () => {
      const line = sink.logLines().find(fits);
      if (line === undefined) throw new Error(`No such line:\n${sink.output()}${sink.errors()}`);
      return line;
    },
    { timeout: PATIENCE_MS, interval: 20 },
  );
}

/** Where a sink serves its pages. */
export async function addressOf(sink: BundleProcess): Promise<string> {
  return String((await logLine(sink, ({ url }) => typeof url === 'string')).url);
}

export async function statusOf(address: string): Promise<StatusReport> {
  return (await (await fetch(`${address}/status`)).json()) as StatusReport;
}
