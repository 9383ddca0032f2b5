import { expect, it } from 'vitest';
import { TaskStatuses } from './task-statuses.js';

const row = (task: string, status: string, atMicros: number) =>
  ({ kind: 'task-status', task, status, atMicros }) as const;

it('takes the step from FULL LOAD to CHANGE PROCESSING as the end of the loads, once', () => {
  const tasks = new TaskStatuses();
  expect(tasks.note(row('a', 'NOT RUNNING', 1))).toBeUndefined();
  expect(tasks.note(row('a', 'FULL LOAD', 2))).toBeUndefined();
  expect(tasks.note(row('a', 'FULL LOAD', 60))).toBeUndefined();
  expect(tasks.note(row('a', 'CHANGE PROCESSING', 120))).toBe(120);
  expect(tasks.note(row('a', 'CHANGE PROCESSING', 180))).toBeUndefined();
});

it('takes no word of CHANGE PROCESSING alone, and none that comes again or late', () => {
  const tasks = new TaskStatuses();
  expect(tasks.note(row('a', 'CHANGE PROCESSING', 10))).toBeUndefined();
  expect(tasks.note(row('a', 'FULL LOAD', 5))).toBeUndefined();
  expect(tasks.note(row('a', 'CHANGE PROCESSING', 10))).toBeUndefined();
  expect(tasks.loadsEndedAfter(0, 'a')).toBeUndefined();
});

it('remembers the end for tables whose era was told of later, and not for later eras', () => {
  const tasks = new TaskStatuses();
  tasks.note(row('a', 'FULL LOAD', 2));
  tasks.note(row('a', 'CHANGE PROCESSING', 120));
  tasks.note(row('a', 'NOT RUNNING', 130));
  expect(tasks.loadsEndedAfter(50, 'a')).toBe(120);
  expect(tasks.loadsEndedAfter(120, 'a')).toBeUndefined();
});

it('lets a task speak for its own tables, and for one of unknown task only while it is the only one', () => {
  const tasks = new TaskStatuses();
  tasks.note(row('a', 'FULL LOAD', 2));
  expect([tasks.speaksFor('a', 'a'), tasks.speaksFor('a', 'b'), tasks.speaksFor('a', undefined)]).toEqual([
    true,
    false,
    true,
  ]);
  tasks.note(row('b', 'FULL LOAD', 2));
  expect(tasks.speaksFor('a', undefined)).toBe(false);
});
