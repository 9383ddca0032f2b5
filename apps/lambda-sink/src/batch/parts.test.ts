import { describe, expect, it } from 'vitest';

import { createSliceSize } from './slice-size.js';
import { startTimeBudget, untilAborted, OutOfTime } from './time-budget.js';
import { createWaitingClock } from './waiting-clock.js';

describe('the size of a slice', () => {
  it('shrinks each time the time runs out, never to nothing, and grows again', () => {
    const slices = createSliceSize(100);
    const sizes = Array.from({ length: 5 }, () => {
      slices.ranOutOfTime();
      return slices.records();
    });
    expect(sizes).toEqual([25, 6, 1, 1, 1]);
    slices.worked();
    slices.worked();
    expect(slices.records()).toBe(4);
    for (let times = 0; times < 9; times += 1) slices.worked();
    expect(slices.records()).toBe(100);
  });
});

describe('the time of an invocation', () => {
  it('is less than Lambda grants, so that there is time to answer', () => {
    const long = startTimeBudget(() => 60_000);
    expect(long.left()).toBe(57_000);
    expect(long.allows(38_000)).toBe(false);
    expect(long.allows(37_999)).toBe(true);
    long.end();
    const short = startTimeBudget(() => 1_000);
    expect(short.left()).toBe(700);
    short.end();
  });

  it('ends what waits for it, and by giving up only what listens to the signal', async () => {
    const budget = startTimeBudget(() => 60_000);
    const reason = new Error('enough');
    budget.giveUp(reason);
    expect([budget.signal.reason, budget.deadline.aborted, budget.allows(0)]).toEqual([reason, false, false]);
    budget.end();
    const over = startTimeBudget(() => 0);
    await expect(untilAborted(new Promise(() => undefined), over.deadline)).rejects.toBeInstanceOf(OutOfTime);
    expect(over.signal.aborted).toBe(true);
  });
});

describe('the clock of what waits', () => {
  it('counts from the first time a record was seen, and forgets the oldest of too many', () => {
    let nowMs = 0;
    const clock = createWaitingClock({ timeoutMs: 60, now: () => nowMs });
    expect(clock.isOverdue('a')).toBe(false);
    clock.note('a');
    nowMs = 59;
    clock.note('a');
    expect(clock.isOverdue('a')).toBe(false);
    nowMs = 60;
    expect(clock.isOverdue('a')).toBe(true);
    clock.forget('a');
    expect(clock.isOverdue('a')).toBe(false);
    for (let index = 0; index <= 1_000; index += 1) clock.note(`n${index}`);
    nowMs = 120;
    expect([clock.isOverdue('n0'), clock.isOverdue('n1')]).toEqual([false, true]);
  });

  it('waits for nothing where the configuration says so', () => {
    expect(createWaitingClock({ timeoutMs: 0, now: () => 0 }).isOverdue('a')).toBe(true);
  });
});
