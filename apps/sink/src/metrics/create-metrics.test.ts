import { expect, it } from 'vitest';

import { fakeView } from '../testing/fake-view.js';
import { batchReport, shardStatus, tableStatus } from '../testing/fake-sink.js';
import { boundLabels } from './bound-labels.js';
import { createMetrics } from './create-metrics.js';

const { view, setStatus } = fakeView();
const create = () => createMetrics({ pipeline: 'orders', version: '1.2.3', status: view.status });

it('gives every metric a name that begins with drayage_, and a help text', async () => {
  const text = await create().text();
  const names = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name ?? '');
  expect(names.length).toBeGreaterThan(20);
  expect(names.filter((name) => !name.startsWith('drayage_'))).toEqual([]);
  expect([...text.matchAll(/^# HELP \S+$/gm)]).toEqual([]);
  expect(names).toContain('drayage_process_cpu_seconds_total');
});

it('counts what batches say, by table', async () => {
  const metrics = create();
  metrics.observer.onBatch(
    batchReport({
      staleSkipped: 3,
      deadLetters: 2,
      tables: [{ schema: 'public', name: 'a', rowsUpserted: 7, rowsDeleted: 1, deadLetters: 1 }],
    }),
  );
  metrics.observer.onBatch(
    batchReport({ tables: [{ schema: 'public', name: 'a', rowsUpserted: 3, rowsDeleted: 0, deadLetters: 0 }] }),
  );
  metrics.observer.onRetry({ side: 'target', code: 'overloaded', message: '', remedy: '', attempt: 1, delayMs: 1 });
  const lines = (await metrics.text()).split('\n');
  expect(lines).toEqual(
    expect.arrayContaining([
      'drayage_records_total{pipeline="orders"} 200',
      'drayage_stale_skipped_total{pipeline="orders"} 3',
      'drayage_rows_upserted_total{schema="public",table="a",pipeline="orders"} 10',
      'drayage_rows_deleted_total{schema="public",table="a",pipeline="orders"} 1',
      'drayage_dead_letters_total{schema="public",table="a",pipeline="orders"} 1',
      'drayage_dead_letters_unassigned_total{pipeline="orders"} 1',
      'drayage_retries_total{side="target",code="overloaded",pipeline="orders"} 1',
      'drayage_batch_duration_seconds_count{pipeline="orders"} 2',
      'drayage_build_info{version="1.2.3",pipeline="orders"} 1',
    ]),
  );
});

it('reads lag, freshness and states at collection, and forgets shards that are gone', async () => {
  const metrics = create();
  setStatus({
    shards: [shardStatus({ shardId: 'a', lagMs: 1_500 }), shardStatus({ shardId: 'b', lagMs: 250 })],
    tables: [tableStatus(), tableStatus({ name: 'x', state: 'suspended', completeThrough: null })],
    completeThrough: '2026-01-31T12:00:00.500Z',
    freshnessMs: 1_250,
    deadLetters: 4,
  });
  const first = await metrics.text();
  expect(first).toContain('drayage_shard_lag_seconds{shard="a",pipeline="orders"} 1.5');
  expect(first).toContain('drayage_freshness_seconds{pipeline="orders"} 1.25');
  expect(first).toContain('drayage_complete_through_seconds{pipeline="orders"} 1769860800.5');
  expect(first).toContain(
    'drayage_table_complete_through_seconds{schema="public",table="orders",pipeline="orders"} 1769860800',
  );
  expect(first).not.toContain('drayage_table_complete_through_seconds{schema="public",table="x"');
  expect(first).toContain('drayage_tables{state="suspended",pipeline="orders"} 1');
  expect(first).toContain('drayage_dead_letters_open{pipeline="orders"} 4');
  setStatus({ shards: [shardStatus({ shardId: 'b', lagMs: null })], completeThrough: null, freshnessMs: null });
  const second = await metrics.text();
  expect(second).not.toContain('shard="a"');
  expect(second).toContain('drayage_freshness_seconds{pipeline="orders"} Nan');
});

it('bounds the number of series, however many tables there are', () => {
  const labels = boundLabels(2);
  expect(labels({ schema: 's', name: 'a' })).toEqual({ schema: 's', table: 'a' });
  expect(labels({ schema: 's', name: 'b' })).toEqual({ schema: 's', table: 'b' });
  expect(labels({ schema: 's', name: 'c' })).toEqual({ schema: '', table: '(other)' });
  expect(labels({ schema: 's', name: 'a' })).toEqual({ schema: 's', table: 'a' });
});
