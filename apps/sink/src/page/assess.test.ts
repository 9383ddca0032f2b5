import { expect, it } from 'vitest';

import { tableStatus } from '../testing/fake-sink.js';
import { fakeView } from '../testing/fake-view.js';
import { freshness, lagTone, listAlerts, shortenAlerts, sortTables } from './assess.js';

const status = fakeView().view.status();

it('lists what needs attention, the worst first, and warnings with it', () => {
  const tables = [
    tableStatus({ name: 'a', state: 'incomplete', reason: '2 records wait.', deadLetters: 2 }),
    tableStatus({ name: 'b', state: 'suspended', reason: 'Its key changed.' }),
  ];
  expect(
    listAlerts({ ...status, tables, deadLetters: 3, warnings: ['Half of the retention has passed.'] } as never),
  ).toEqual([
    { tone: 'bad', subject: 'public.b is suspended', text: 'Its key changed.' },
    { tone: 'warn', subject: 'public.a is incomplete', text: '2 records wait.' },
    { tone: 'warn', subject: '1 dead letter belongs to no table', text: 'They are kept in drayage.dead_letters.' },
    { tone: 'warn', subject: 'Warning', text: 'Half of the retention has passed.' },
  ]);
});

it('shows a few alerts and counts the others', () => {
  const alerts = Array.from({ length: 40 }, (_, index) => ({ tone: 'bad', subject: `t${index}`, text: '' }) as const);
  expect(shortenAlerts(alerts).map(({ subject }) => subject)).toEqual(['t0', 't1', 't2', 't3', 't4', '35 more']);
  expect(shortenAlerts(alerts.slice(0, 6))).toHaveLength(6);
});

it('puts tables that need somebody on top', () => {
  const tables = [
    tableStatus({ name: 'a' }),
    tableStatus({ name: 'b', state: 'incomplete' }),
    tableStatus({ name: 'c', state: 'suspended' }),
  ];
  expect(sortTables(tables as never).map(({ name }) => name)).toEqual(['c', 'b', 'a']);
});

it('takes the slowest shard for the freshness of all', () => {
  const shard = { shardId: 's', sequenceNumber: null, owner: null };
  expect(
    freshness([
      { ...shard, lagMs: 5 },
      { ...shard, lagMs: 70_000 },
      { ...shard, lagMs: null },
    ]),
  ).toBe(70_000);
  expect([undefined, 5, 15_000, 70_000].map((lag) => lagTone(lag))).toEqual(['quiet', 'good', 'warn', 'bad']);
});
