import { expect, it } from 'vitest';
import { formatLogLine } from './format-log-line.ts';

const TIME = '2026-03-01T08:15:30.000Z';
const clock = new Date(TIME).toTimeString().slice(0, 8);

it('shows time, level, message and details on one line', () => {
  const line = JSON.stringify({
    level: 'info',
    time: TIME,
    service: 'drayage-sink',
    pipeline: 'p',
    msg: 'batch written',
    records: 3,
    tables: ['a'],
  });
  expect(formatLogLine(line).text).toBe(`${clock}  info   batch written  records=3  tables=["a"]`);
});

it('shows what an error says and what to do about it', () => {
  const line = JSON.stringify({
    level: 'error',
    time: TIME,
    msg: 'halted',
    err: { code: 'gap', message: 'Records are lost.', remedy: 'Reload.' },
  });
  expect(formatLogLine(line).text).toBe(`${clock}  error  halted  Records are lost.  Reload.`);
});

it('cuts a long value', () => {
  const line = JSON.stringify({ level: 'info', time: TIME, msg: 'm', long: 'x'.repeat(1_000) });
  expect(formatLogLine(line).text.length).toBeLessThan(200);
});

it.each(['    at file.ts:1', '{ not json', ''])('lets anything else pass: %s', (line) => {
  expect(formatLogLine(line).text).toBe(line);
});
