import { UsageError } from '@drayage/terminal';

export interface PlaceFlags {
  readonly toSequence?: string;
  readonly toTime?: string;
  readonly toTrimHorizon?: boolean;
}

/** Where a checkpoint is put, in the words of the store. */
export interface ChosenPlace {
  readonly sequenceNumber: string;
  readonly arrivalTime: Date | null;
}

/** @throws UsageError unless exactly one place is named. */
export function choosePlace({ toSequence, toTime, toTrimHorizon }: PlaceFlags): ChosenPlace {
  const named = [toSequence !== undefined, toTime !== undefined, toTrimHorizon === true].filter(Boolean);
  if (named.length !== 1)
    throw new UsageError(
      'Name one place: --to-sequence, --to-time or --to-trim-horizon.',
      'For example --to-time 2026-01-31T12:00:00Z.',
    );
  if (toTrimHorizon === true) return { sequenceNumber: 'TRIM_HORIZON', arrivalTime: null };
  if (toSequence !== undefined) {
    if (/^\d+$/u.test(toSequence)) return { sequenceNumber: toSequence, arrivalTime: null };
    throw new UsageError(
      '--to-sequence is not a sequence number.',
      'It is a number; dray checkpoints list and dray peek show some.',
    );
  }
  const at = new Date(toTime ?? '');
  if (!/^\d{4}-\d{2}-\d{2}T.+(Z|[+-]\d{2}:\d{2})$/u.test(toTime ?? '') || Number.isNaN(at.getTime())) {
    throw new UsageError('--to-time is not a time with its zone.', 'For example --to-time 2026-01-31T12:00:00Z.');
  }
  return { sequenceNumber: 'AT_TIMESTAMP', arrivalTime: at };
}
