import { expect, it } from 'vitest';
import { explainStopReason, STOP_REASONS } from './explain-stop-reason.js';

it('explains every documented reason, errors with what to do', () => {
  const byKind = (wanted: string): readonly string[] =>
    STOP_REASONS.filter((one) => explainStopReason(one)?.kind === wanted);
  expect(byKind('error')).toEqual([
    'RECOVERABLE_ERROR',
    'FATAL_ERROR',
    'EXPRESS_LICENSE_LIMITS_REACHED',
    'STOPPED_DUE_TO_LOW_MEMORY',
    'STOPPED_DUE_TO_LOW_DISK',
  ]);
  expect(byKind('passing')).toEqual(['RECONFIGURATION_RESTART', 'RECYCLE_TASK']);
  expect(byKind('asked')).toHaveLength(7);
  for (const reason of byKind('error')) expect(explainStopReason(reason)?.remedy, reason).toMatch(/\.$/u);
  for (const reason of STOP_REASONS) expect(explainStopReason(reason)?.cause, reason).toMatch(/\.$/u);
});

it('says nothing of a word that it does not know', () => {
  expect(explainStopReason('A_REASON_OF_NEXT_YEAR')).toBeUndefined();
  expect(explainStopReason('constructor')).toBeUndefined();
});
