import { appendFile, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  PutRecordsCommand,
  SplitShardCommand,
} from '@aws-sdk/client-kinesis';
import { createAwsClients, type OwnedAwsClients } from '@drayage/aws-ops';
import { createTargetCheckpointStore } from '@drayage/cratedb-writer';
import { startKinesisServer, startPgliteProcess, type KinesisServer } from '@drayage/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { change, createTable } from '../testing/messages.js';
import { runDray, type DrayOptions, type DrayRun } from '../testing/run-dray.js';
import { useTarget } from '../testing/use-target.js';

const target = useTarget(startPgliteProcess);
let kinesis: KinesisServer;
let clients: OwnedAwsClients;
beforeAll(async () => {
  kinesis = await startKinesisServer();
  clients = createAwsClients({ endpoint: kinesis.endpoint, region: 'us-east-1', environment: {} });
});
afterAll(async () => {
  clients.destroy();
  await kinesis.stop();
});

const SECRET = 'planted-value';
const MESSAGES = [
  createTable(),
  change('insert', { id: 1, name: SECRET }, { at: 1 }),
  change('update', { id: 1, name: `${SECRET} 2` }, { at: 2 }),
  'no message',
];

async function makeStream(name: string, shards: number, messages: readonly string[]): Promise<void> {
  await clients.kinesis.send(new CreateStreamCommand({ StreamName: name, ShardCount: shards }));
  await vi.waitFor(async () => {
    const { StreamDescriptionSummary } = await clients.kinesis.send(
      new DescribeStreamSummaryCommand({ StreamName: name }),
    );
    expect(StreamDescriptionSummary?.StreamStatus).toBe('ACTIVE');
  }, 10_000);
  await put(name, messages);
}

async function put(name: string, messages: readonly string[]): Promise<void> {
  const Records = messages.map((message, at) => ({ Data: Buffer.from(message), PartitionKey: `key-${at}` }));
  await clients.kinesis.send(new PutRecordsCommand({ StreamName: name, Records }));
}

const dray = (args: readonly string[], options: DrayOptions = {}): Promise<DrayRun> =>
  runDray([...args, '--endpoint-url', kinesis.endpoint, '--region', 'us-east-1'], {
    cwd: target().folder.path,
    ...options,
  });

describe('dray peek', () => {
  beforeAll(() => makeStream('peeked', 1, MESSAGES));

  it('shows records by table, and no value of a row', async () => {
    const { code, stdout, stderr } = await dray(['peek', '--stream', 'peeked', '--since', 'trim-horizon']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).not.toContain(SECRET);
    expect(stdout.replaceAll(/^\d{4}\S+ \S+/gmu, 'TIME').replaceAll(/ \d{40,}/gu, ' NUMBER')).toBe(
      [
        'TIME  create-table  shop.orders  shardId-000000000000 NUMBER',
        `  ${JSON.stringify({ control: (JSON.parse(createTable()) as { control: unknown }).control })}`,
        'TIME  insert  shop.orders  shardId-000000000000 NUMBER',
        '  {"data":{"id":"<number>","name":"<text of 13 characters>"}}',
        'TIME  update  shop.orders  shardId-000000000000 NUMBER',
        '  {"data":{"id":"<number>","name":"<text of 15 characters>"}}',
        'TIME  not understood    shardId-000000000000 NUMBER',
        '  malformed: The message of 10 bytes is not valid JSON: expected a JSON object with "metadata".',
        '',
        'table        operation       records',
        '             not understood        1',
        'shop.orders  create-table          1',
        'shop.orders  insert                1',
        'shop.orders  update                1',
        '',
      ].join('\n'),
    );
  });

  it('shows values where they are asked for, up to a limit, of one table', async () => {
    const args = [
      'peek',
      '--stream',
      'peeked',
      '--since',
      'trim-horizon',
      '--limit',
      '2',
      '--table',
      'shop.orders',
      '--show-values',
      '--output',
      'json',
    ];
    const { code, stdout } = await dray(args);
    expect(code).toBe(0);
    const { records } = JSON.parse(stdout) as { records: { operation: string; message: string; shardId: string }[] };
    expect(records.map(({ operation }) => operation)).toEqual(['create-table', 'insert']);
    expect(records[1]?.message).toContain(`"name":"${SECRET}"`);
  });

  it('follows until Ctrl-C, a line of JSON each', async () => {
    const controller = new AbortController();
    const running = dray(
      ['peek', '--stream', 'peeked', '--since', 'trim-horizon', '--follow', '--limit', '5', '--output', 'json'],
      { signal: controller.signal },
    );
    await put('peeked', [change('delete', { id: 1 }, { at: 3 })]);
    const { code, stdout } = await running;
    expect(code).toBe(0);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as { operation: string }).operation),
    ).toEqual(['create-table', 'insert', 'update', null, 'delete']);
    controller.abort(new Error('SIGINT'));
    expect((await dray(['peek', '--stream', 'peeked', '--follow'], { signal: controller.signal })).code).toBe(130);
  });

  it.each([
    [['--limit', '0'], '--limit is not a whole number from 1.'],
    [['--since', 'yesterday'], '--since is no place in a stream.'],
  ])('answers 2 to %j', async (args, message) => {
    expect(await dray(['peek', '--stream', 'peeked', ...args])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(message) as string,
    });
  });
});

describe('dray capture', () => {
  it(
    'writes each record once, over runs, a crash and a reshard, into a file that replay reads',
    { timeout: 120_000 },
    async () => {
      await makeStream('captured', 1, MESSAGES);
      const file = join(target().folder.path, 'captured.ndjson');
      const first = await dray(['capture', 'captured.ndjson', '--stream', 'captured', '--output', 'json']);
      expect(first.code, first.stderr).toBe(0);
      expect(JSON.parse(first.stdout)).toEqual({ file, stream: 'captured', records: 4, total: 4 });
      const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
      expect(lines).toHaveLength(4);
      const [, insert] = lines;
      expect(insert).toMatch(
        /^\{"kinesis":\{"stream_name":"arn:aws:kinesis:[^"]+:stream\/captured","shard_id":"shardId-000000000000","seq_no":"\d+","ts":"[^"]+","partition":"key-1"\},"data":/,
      );
      expect(lines[3]).toBe('no message');

      // What a killed process had written and not noted yet is cut off.
      await appendFile(file, '{"half of a li');
      await clients.kinesis.send(
        new SplitShardCommand({
          StreamName: 'captured',
          ShardToSplit: 'shardId-000000000000',
          NewStartingHashKey: '170141183460469231731687303715884105728',
        }),
      );
      await vi.waitFor(
        () =>
          put(
            'captured',
            [3, 4, 5, 6].map((id) => change('insert', { id, name: 'n' }, { at: id })),
          ),
        10_000,
      );
      const second = await dray(['capture', 'captured.ndjson', '--stream', 'captured']);
      expect(second.code, second.stderr).toBe(0);
      expect(second.stdout).toBe(`4 records written, 8 in ${file}\n`);
      const third = await dray(['capture', 'captured.ndjson', '--stream', 'captured', '--output', 'json']);
      expect(JSON.parse(third.stdout)).toMatchObject({ records: 0, total: 8 });
      const numbers = [...(await readFile(file, 'utf8')).matchAll(/"seq_no":"(\d+)"/gu)].map(([, number]) => number);
      expect(new Set(numbers).size).toBe(7);

      const replayed = await runDray([
        'replay',
        file,
        '--to',
        `pglite:${join(target().folder.path, 'replayed')}`,
        '--output',
        'json',
      ]);
      expect(JSON.parse(replayed.stdout)).toMatchObject({ records: 8, rowsUpserted: 5, deadLetters: 1 });
    },
  );

  it('leaves a file to the process that writes it, and shows it to nobody else', async () => {
    await makeStream('locked', 1, MESSAGES.slice(0, 1));
    const file = join(target().folder.path, 'locked.ndjson');
    await writeFile(`${file}.lock`, `${process.pid}\n`);
    expect(await dray(['capture', 'locked.ndjson', '--stream', 'locked'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`Process ${process.pid} writes this capture.`) as string,
    });
    // Of a process that is no more.
    await writeFile(`${file}.lock`, '999999999\n');
    expect(await dray(['capture', 'locked.ndjson', '--stream', 'locked'])).toMatchObject({ code: 0 });
    for (const name of [file, `${file}.position.json`]) expect((await stat(name)).mode & 0o777).toBe(0o600);
    await expect(stat(`${file}.lock`)).rejects.toThrow('ENOENT');
  });

  it('does not write over what it did not write, nor mixes streams', async () => {
    await makeStream('other', 1, []);
    await writeFile(join(target().folder.path, 'mine.txt'), 'dear diary');
    expect(await dray(['capture', 'mine.txt', '--stream', 'other'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is there already, and is no capture that can go on.') as string,
    });
    expect(await readFile(join(target().folder.path, 'mine.txt'), 'utf8')).toBe('dear diary');
    await dray(['capture', 'other.ndjson', '--stream', 'other']);
    expect(await dray(['capture', 'other.ndjson', '--stream', 'captured'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is one of the stream other.') as string,
    });
    expect(await dray(['capture', 'no/such/folder.ndjson', '--stream', 'other'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('cannot be written') as string,
    });
  });
});

describe('dray plan', () => {
  it('tells what the sink would do, and writes nothing', { timeout: 60_000 }, async () => {
    await makeStream('planned', 2, MESSAGES.slice(0, 3));
    const { code, stdout, stderr } = await dray([
      'plan',
      '--stream',
      'planned',
      '--since',
      'trim-horizon',
      '--to',
      target().url,
      '--output',
      'json',
    ]);
    expect(code, stderr).toBe(0);
    const summary = JSON.parse(stdout) as {
      statements: number;
      records: number;
      rowsUpserted: number;
      plan: { sql: string }[];
    };
    expect(summary).toMatchObject({
      records: 3,
      statements: 0,
      deadLetters: 0,
      tables: [{ schema: 'shop', name: 'orders' }],
    });
    expect(summary.plan.some(({ sql }) => sql.startsWith('CREATE TABLE'))).toBe(true);
    const rows = await target().query(
      "SELECT count(*) FROM information_schema.tables WHERE table_schema IN ('shop', 'drayage')",
    );
    expect(rows).toEqual([['0']]);
    await put('planned', ['no message']);
    expect((await dray(['plan', '--stream', 'planned', '--since', 'trim-horizon', '--to', target().url])).code).toBe(3);
    expect(await dray(['plan', '--stream', 'planned'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('No target is named.') as string,
    });
  });
});

describe('dray checkpoints', () => {
  const args = (command: string, ...rest: readonly string[]): readonly string[] => [
    'checkpoints',
    command,
    '--stream',
    'marked',
    '--to',
    target().url,
    ...rest,
  ];
  let arn: string;
  let createdAt: Date;

  beforeAll(async () => {
    await makeStream('marked', 2, []);
    const { StreamDescriptionSummary: summary } = await clients.kinesis.send(
      new DescribeStreamSummaryCommand({ StreamName: 'marked' }),
    );
    arn = summary?.StreamARN ?? '';
    createdAt = summary?.StreamCreationTimestamp ?? new Date(0);
    expect((await dray(args('list'))).stdout).toBe('The pipeline marked has no checkpoints in this target.\n');
    // The tables of Drayage come with the first start of a sink.
    await writeFile(join(target().folder.path, 'start.ndjson'), createTable());
    await runDray(['replay', join(target().folder.path, 'start.ndjson'), '--to', target().url, '--pipeline', 'marked']);
  });

  async function mark(shardId: string, sequenceNumber: string, { held = false, finished = false } = {}): Promise<void> {
    const store = createTargetCheckpointStore(target().database, 'marked');
    const lease = { streamArn: arn, shardId, owner: 'host-1', leaseMs: 60_000 };
    const answer = await store.acquire({ ...lease, streamCreatedAt: createdAt });
    if (!answer.acquired) throw new Error('held');
    await store.save({
      ...lease,
      fence: answer.fence,
      sequenceNumber,
      arrivalTime: new Date(Date.UTC(2026, 0, 1)),
      finished,
    });
    if (!held) await store.release({ ...lease, fence: answer.fence });
  }
  const stored = async (): Promise<readonly unknown[]> =>
    target().query(
      "SELECT shard_id, sequence_number, fence FROM drayage.checkpoints WHERE pipeline = 'marked' ORDER BY shard_id",
    );

  it('are listed with who holds them, moved back freely, and forward only with --skip', async () => {
    await mark('shardId-000000000000', '100');
    await mark('shardId-000000000001', '100', { held: true });
    const listed = await dray(args('list', '--output', 'json'));
    expect(JSON.parse(listed.stdout)).toMatchObject({
      pipeline: 'marked',
      checkpoints: [
        {
          shardId: 'shardId-000000000000',
          sequenceNumber: '100',
          owner: null,
          arrivalTime: '2026-01-01T00:00:00.000Z',
        },
        { shardId: 'shardId-000000000001', sequenceNumber: '100', owner: 'host-1' },
      ],
    });
    expect((await dray(args('list'))).stdout).toMatch(
      /^shardId-000000000001 +100 +2026-01-01 00:00:00Z +\d+ d.* {2}host-1$/m,
    );

    const one = ['--shard', 'shardId-000000000000', '--yes'];
    expect(await dray(args('set', ...one, '--to-sequence', '150'))).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('would go forward: the records between are then missing') as string,
    });
    const back = await dray(args('set', ...one, '--to-sequence', '50', '--output', 'json'));
    expect(JSON.parse(back.stdout)).toEqual({
      pipeline: 'marked',
      checkpoints: [{ shardId: 'shardId-000000000000', from: '100', to: '50', direction: 'back', result: 'set' }],
    });
    expect((await dray(args('set', ...one, '--to-sequence', '150', '--skip'))).code).toBe(0);
    const all = await dray(args('set', '--all', '--yes', '--to-trim-horizon'));
    expect(all.code).toBe(1);
    expect(all.stdout).toMatch(
      /^shardId-000000000000 +150 +TRIM_HORIZON +moved\nshardId-000000000001 +100 +TRIM_HORIZON +held by an owner, left$/m,
    );
    expect(await stored()).toEqual([
      ['shardId-000000000000', 'TRIM_HORIZON', '4'],
      ['shardId-000000000001', '100', '1'],
    ]);
    expect(
      (
        await dray(
          args('set', '--shard', 'shardId-000000000000', '--to-time', '2026-01-02T00:00:00Z', '--skip', '--yes'),
        )
      ).code,
    ).toBe(0);
    expect((await stored())[0]).toEqual(['shardId-000000000000', 'AT_TIMESTAMP', '5']);
  });

  it('of shards that are over are pruned, and no others', async () => {
    await mark('shardId-000000000077', '1', { finished: true });
    await mark('shardId-000000000078', '1');
    const dry = await dray(args('prune', '--dry-run', '--output', 'json'));
    expect(JSON.parse(dry.stdout)).toMatchObject({ removed: [{ shardId: 'shardId-000000000077' }], dryRun: true });
    expect(await stored()).toHaveLength(4);
    expect((await dray(args('prune'))).stdout).toContain('1 removed.');
    expect((await stored()).map((row) => (row as string[])[0])).toEqual([
      'shardId-000000000000',
      'shardId-000000000001',
      'shardId-000000000078',
    ]);
    expect((await dray(args('prune'))).stdout).toBe('No checkpoint is over.\n');
  });

  it.each([
    [['set', '--all'], 'Name one place: --to-sequence, --to-time or --to-trim-horizon.'],
    [['set', '--to-trim-horizon'], 'Name a shard, or say --all.'],
    [['set', '--all', '--to-sequence', '1'], 'A sequence number is one of a single shard.'],
    [['set', '--shard', 'x', '--to-sequence', 'one'], '--to-sequence is not a sequence number.'],
    [['set', '--shard', 'x', '--to-time', '2026-01-31'], '--to-time is not a time with its zone.'],
    [['set', '--shard', 'x', '--to-trim-horizon'], 'The stream has no shard x.'],
  ])('answers 2 to %j', async ([command = '', ...rest], message) => {
    expect(await dray(args(command, ...rest))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(message) as string,
    });
  });
});
