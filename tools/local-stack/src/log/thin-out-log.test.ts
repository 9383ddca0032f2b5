import { expect, it } from 'vitest';
import { thinOutLog } from './thin-out-log.ts';

function stage() {
  const printed: string[] = [];
  const time = { nowMs: 0 };
  const write = thinOutLog({
    print: (text) => printed.push(text),
    nowMs: () => time.nowMs,
    firstLines: 2,
    intervalMs: 1_000,
  });
  return { printed, time, log: (level: string, msg: string) => write(JSON.stringify({ level, msg })) };
}

it('shows the first lines of a kind, then one per interval with the number of the others', () => {
  const { printed, time, log } = stage();
  for (let index = 0; index < 10; index += 1) log('info', 'batch written');
  expect(printed).toHaveLength(2);
  time.nowMs = 1_000;
  log('info', 'batch written');
  expect(printed).toHaveLength(3);
  expect(printed[2]).toContain('(and 8 more like it)');
});

it('never leaves out a warning, nor another message', () => {
  const { printed, log } = stage();
  for (let index = 0; index < 10; index += 1) log('warn', 'trying again');
  for (let index = 0; index < 10; index += 1) log('info', `message ${index}`);
  expect(printed).toHaveLength(20);
});
