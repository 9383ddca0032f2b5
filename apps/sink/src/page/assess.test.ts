import { expect, it } from 'vitest';

import { tableStatus } from '../testing/fake-sink.js';
import { fakeView } from '../testing/fake-view.js';
import { lagTone, listAlerts, shortenAlerts, sortTables, standingTables } from './assess.js';

const status = fakeView().view.status();

it('lists what needs attention, the worst first, and warnings with it', () => {
  const tables = [
    tableStatus({ name: 'a', state: 'incomplete', reason: '2 records wait.', deadLetters: 2 }),
    tableStatus({ name: 'b', state: 'suspended', reason: 'Its key changed.' }),
    tableStatus({ name: 'c', state: 'incomplete', deadLetters: 1 }),
  ];
  expect(
    listAlerts({ ...status, tables, deadLetters: 4, warnings: ['Half of the retention has passed.'] } as never),
  ).toEqual([
    { tone: 'bad', subject: 'public.b is suspended', text: 'Its key changed.' },
    { tone: 'warn', subject: 'public.a is incomplete', text: '2 records wait.' },
    { tone: 'warn', subject: 'public.c is incomplete', text: '1 open dead letter.' },
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

it('knows the tables that stand still while the others move on', () => {
  const completeThrough = '2026-01-31T12:10:00.000Z';
  const tables = [
    tableStatus({ name: 'moves', completeThrough: '2026-01-31T12:09:55.000Z' }),
    tableStatus({ name: 'stopped', state: 'incomplete', completeThrough: '2026-01-31T11:00:00.000Z' }),
    tableStatus({ name: 'first load', state: 'loading', completeThrough: null }),
    tableStatus({ name: 'gone', state: 'dropped-at-source', completeThrough: null }),
  ];
  expect(standingTables({ tables, completeThrough }).map(({ name }) => name)).toEqual(['stopped', 'first load']);
  expect(standingTables({ tables, completeThrough: null })).toEqual([]);
});

it('judges a lag', () => {
  expect([undefined, 5, 15_000, 70_000].map((lag) => lagTone(lag))).toEqual(['quiet', 'good', 'warn', 'bad']);
});
