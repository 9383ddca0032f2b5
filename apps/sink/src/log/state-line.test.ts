import { expect, it } from 'vitest';

import type { StatusReport } from '../report/sink-view.js';
import { shardStatus, tableStatus } from '../testing/fake-sink.js';
import { stateLine } from './state-line.js';

const REPORT: StatusReport = {
  pipeline: 'shop',
  state: 'running',
  shards: [shardStatus({ lagMs: 400 }), shardStatus({ lagMs: 90_000 }), shardStatus({ lagMs: null })],
  tables: [
    tableStatus(),
    tableStatus({ name: 'lines', state: 'incomplete' }),
    tableStatus({ name: 'items', state: 'suspended' }),
    tableStatus({ name: 'new', state: 'loading' }),
  ],
  completeThrough: '2026-01-31T12:00:00.000Z',
  freshnessMs: 91_500,
  deadLetters: 0,
  rates: { recordsPerSecond: 0, rowsPerSecond: 0 },
  warnings: [],
};

it('tells the shard that is furthest behind, the freshness, and the tables that are not whole', () => {
  expect(stateLine(REPORT)).toEqual({ lagSeconds: 90, freshnessSeconds: 91.5, tablesIncomplete: 2 });
});

it('leaves out what nobody knows yet', () => {
  expect(stateLine({ ...REPORT, shards: [shardStatus({ lagMs: null })], tables: [], freshnessMs: null })).toEqual({
    tablesIncomplete: 0,
  });
});
