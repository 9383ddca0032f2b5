import type { DrayageConfig } from '@drayage/config';

const QUARTER_OF_AN_HOUR = 15;

/** How far the sink may be behind before somebody is told, in minutes: a quarter of the retention, or what is set. */
export function iteratorAgeMinutes({ alarms, stream }: Pick<DrayageConfig, 'alarms' | 'stream'>): number {
  return alarms.iteratorAgeMinutes ?? stream.retentionHours * QUARTER_OF_AN_HOUR;
}
