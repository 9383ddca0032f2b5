import { expect, it, vi } from 'vitest';

import { addressOf, logLine, useBundledSink } from './testing/bundled-sink.js';
import type { KeyedMessage } from './testing/product-changes.js';
import type { BundleProcess } from './testing/run-bundle.js';

const sinks = useBundledSink();
const TIMEOUT_MS = 120_000;
/** In every value, default, password and broken message of these tests, and in nothing else. */
const PLANT = 'planted-8f3a';
const METADATA = { 'schema-name': 'public', 'table-name': 'products', 'partition-key-type': 'schema-table' };
const LOUD = { LOG_LEVEL: 'trace' };

let micros = 0;
function message(operation: string, body: object, kind: 'data' | 'control' = 'data'): KeyedMessage {
  micros += 1;
  const timestamp = `2026-01-31T12:00:00.${String(micros).padStart(6, '0')}Z`;
  return {
    key: 'k',
    message: JSON.stringify({ ...body, metadata: { ...METADATA, timestamp, 'record-type': kind, operation } }),
  };
}

function row(operation: string, values: Readonly<Record<string, unknown>>): KeyedMessage {
  return message(operation, { data: values });
}

const create = (): KeyedMessage =>
  message(
    'create-table',
    {
      control: {
        'table-def': {
          columns: {
            id: { type: 'WSTRING', length: 60, nullable: false },
            name: { type: 'WSTRING', length: 60, nullable: true, default: `'${PLANT}-default'` },
            price: { type: 'INT32', nullable: true },
            seen: { type: 'DATETIME', nullable: true },
            bits: { type: 'BYTES', length: 20, nullable: true },
          },
          'primary-key': ['id'],
        },
      },
    },
    'control',
  );

/** One record of each kind that goes wrong, and some that go well. */
function records(): readonly KeyedMessage[] {
  const fine = { id: `${PLANT}-key`, name: `${PLANT}-name`, price: 1 };
  return [
    create(),
    row('load', fine),
    row('insert', { ...fine, id: `${PLANT}-2`, price: `${PLANT}-poison` }),
    row('update', { ...fine, id: `${PLANT}-2`, price: 2 ** 40 }),
    row('insert', { ...fine, id: `${PLANT}-3`, seen: `${PLANT}-time` }),
    row('insert', { ...fine, id: `${PLANT}-4`, bits: `${PLANT}-bits` }),
    row('insert', { name: `${PLANT}-no-key` }),
    row('delete', { name: `${PLANT}-no-key` }),
    row('vacuum', { id: PLANT }),
    { key: 'k', message: `{"data": {"name": "${PLANT}-broken` },
    { key: 'k', message: `${PLANT} is no JSON` },
    row('insert', { ...fine, id: `${PLANT}-5`, name: `${PLANT}\u0000zero` }),
    row('insert', { ...fine, id: `${PLANT}-6`, [`new`]: { nested: `${PLANT}-nested` } }),
  ];
}

function expectNothingOf(sink: BundleProcess): void {
  const printed = sink.output() + sink.errors();
  expect(printed).not.toBe('');
  expect(printed.split('\n').filter((line) => line.includes(PLANT))).toEqual([]);
}

async function end(sink: BundleProcess): Promise<void> {
  sink.signal('SIGTERM');
  expect(await sink.exitCode).toBe(0);
  expectNothingOf(sink);
}

it('logs no value of a row, whatever goes wrong with it, and shows none', { timeout: TIMEOUT_MS }, async () => {
  const stream = await sinks.newStream(1);
  await sinks.put(stream, records());
  const sink = sinks.start(stream, LOUD);
  const address = await addressOf(sink);
  await vi.waitFor(async () => {
    const letters = await sinks.rows(
      `SELECT count(DISTINCT code) FROM drayage.dead_letters WHERE payload LIKE '%${PLANT}%'`,
    );
    expect(Number(letters[0]?.[0])).toBeGreaterThanOrEqual(5);
  }, 20_000);
  // What the target itself refuses, it quotes in its errors.
  await sinks.rows('ALTER TABLE public.products ADD CONSTRAINT cheap CHECK (price < 100)');
  await sinks.rows('CREATE UNIQUE INDEX one_name ON public.products (name) WHERE price = 7');
  await sinks.put(stream, [
    row('insert', { id: `${PLANT}-7`, name: `${PLANT}-dear`, price: 1_000 }),
    row('insert', { id: `${PLANT}-8`, name: `${PLANT}-twin`, price: 7 }),
    row('insert', { id: `${PLANT}-9`, name: `${PLANT}-twin`, price: 7 }),
  ]);
  await vi.waitFor(
    async () =>
      expect(
        await sinks.rows(`SELECT count(*) FROM drayage.dead_letters WHERE message LIKE '%violates a constraint%'`),
      ).toEqual([['2']]),
    20_000,
  );
  for (const path of ['/status', '/metrics', '/readyz', '/api/history']) {
    expect(await (await fetch(`${address}${path}`)).text(), path).not.toContain(PLANT);
  }
  await end(sink);
});

it('logs no value where it halts', { timeout: TIMEOUT_MS }, async () => {
  const stream = await sinks.newStream(1);
  await sinks.put(stream, records());
  const sink = sinks.start(stream, { ...LOUD, ON_ERROR: 'halt' });
  expect(await sink.exitCode).toBe(1);
  expectNothingOf(sink);
});

it('logs no password, neither of the target nor of a proxy before it', { timeout: TIMEOUT_MS }, async () => {
  const { host, port, user } = sinks.postgres;
  const stream = await sinks.newStream(1);
  const urls = [
    `postgresql://${user}:${PLANT}@${host}:${port}/postgres`,
    `postgresql://${user}:${PLANT}%40at@${host}:${port}/postgres`,
    `postgresql://nobody:${PLANT}@${host}:${port}/postgres`,
    `postgresql://${user}:${PLANT}@${host}:${port}/postgres?ssl=true`,
    `postgresql://${user}:${PLANT}@${host}:${port}/nowhere`,
    `nosuch://${user}:${PLANT}@${host}:${port}/postgres`,
    `postgresql://${user}:${PLANT}@${host}:notaport/postgres`,
  ];
  for (const url of urls) {
    const sink = sinks.start(stream, { ...LOUD, SINK_URL: url });
    expect(await sink.exitCode, sink.output() + sink.errors()).toBeGreaterThan(0);
    expectNothingOf(sink);
  }
  // One that is not there is waited for.
  const waiting = sinks.start(stream, { ...LOUD, SINK_URL: `postgresql://${user}:${PLANT}@127.0.0.1:1/postgres` });
  await logLine(waiting, ({ msg }) => msg === 'trying again');
  await end(waiting);
});
