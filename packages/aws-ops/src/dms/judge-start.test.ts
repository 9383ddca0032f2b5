import { describe, expect, it } from 'vitest';
import { judgeStart, type StartWish } from './judge-start.js';

type Known = Parameters<typeof judgeStart>[0];
const replication = (given: Partial<Known>): Known => ({
  state: 'stopped',
  status: given.state ?? 'stopped',
  stopReason: undefined,
  everStarted: true,
  migrationType: 'full-load-and-cdc',
  ...given,
});
const decide = (wish: StartWish, given: Partial<Known>): string => {
  const verdict = judgeStart(replication(given), wish);
  return verdict.action === 'start' ? verdict.type : verdict.action;
};

describe('one that never ran', () => {
  const fresh = { state: 'ready', everStarted: false } as const;
  it.each([
    ['start', 'start-replication'],
    ['resume', 'refused'],
    ['reload', 'refused'],
  ] as const)('%s: %s', (wish, expected) => {
    expect(decide(wish, fresh)).toBe(expected);
  });
});

describe('one that stopped, or failed, after it ran', () => {
  it.each([
    ['start', 'refused'],
    ['resume', 'resume-processing'],
    ['reload', 'reload-target'],
  ] as const)('%s: %s', (wish, expected) => {
    expect(decide(wish, { state: 'stopped', stopReason: 'NORMAL' })).toBe(expected);
    expect(decide(wish, { state: 'failed', stopReason: 'FATAL_ERROR' })).toBe(expected);
  });

  it('is resumed after it stopped at the end of its load, because changes follow', () => {
    expect(decide('resume', { stopReason: 'STOPPED_AFTER_FULL_LOAD' })).toBe('resume-processing');
  });
});

describe('a full load only', () => {
  it('is never resumed', () => {
    expect(decide('resume', { migrationType: 'full-load', stopReason: 'FULL_LOAD_ONLY_FINISHED' })).toBe('refused');
    expect(decide('resume', { migrationType: 'full-load', state: 'failed' })).toBe('refused');
    expect(judgeStart(replication({ migrationType: 'full-load' }), 'resume')).toMatchObject({
      remedy: 'To load everything again: dray reload --all.',
    });
  });

  it('is loaded again by reload', () => {
    expect(decide('reload', { migrationType: 'full-load', stopReason: 'FULL_LOAD_ONLY_FINISHED' })).toBe(
      'reload-target',
    );
  });

  it('is not told to resume when somebody starts it a second time', () => {
    expect(judgeStart(replication({ migrationType: 'full-load' }), 'start')).toMatchObject({
      remedy: 'To load everything again: dray reload --all.',
    });
  });
});

it.each(['running', 'starting'] as const)(
  'leaves one that is %s alone, and loads everything again only from a stop',
  (state) => {
    expect(decide('start', { state })).toBe('none');
    expect(decide('resume', { state })).toBe('none');
    expect(decide('reload', { state })).toBe('refused');
  },
);

it.each(['stopping', 'changing', 'deleting'] as const)('waits for the end of %s', (state) => {
  for (const wish of ['start', 'resume', 'reload'] as const) expect(decide(wish, { state })).toBe('refused');
});
