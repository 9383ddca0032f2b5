import { expect, it, vi } from 'vitest';

import { recordingObserver } from '../testing/recording-observer.js';
import { createHousekeeper } from './housekeeper.js';

it('tidies up once an hour, and warns while that fails', async () => {
  const told = recordingObserver();
  let time = 0;
  let works = false;
  let calls = 0;
  const housekeeper = createHousekeeper({
    observer: told.observer,
    now: () => time,
    writer: {
      housekeeping: () => {
        calls += 1;
        return works ? Promise.resolve() : Promise.reject(new Error('down'));
      },
    },
  });
  housekeeper();
  expect(calls).toBe(0);
  time = 3_600_000;
  housekeeper();
  housekeeper();
  expect(calls).toBe(1);
  await vi.waitFor(() => expect(told.events).toContainEqual(['onWarning', 'housekeeping', expect.any(String)]));
  works = true;
  time = 7_200_000;
  housekeeper();
  await vi.waitFor(() => expect(told.events).toContainEqual(['onWarningOver', 'housekeeping']));
});
