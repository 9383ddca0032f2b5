import { type DrayageConfig, mostIteratorAgeMinutes } from '@drayage/config';

/** How far the sink may be behind before somebody is told, in minutes: a quarter of the retention, or what is set. */
export function iteratorAgeMinutes({ alarms, stream }: Pick<DrayageConfig, 'alarms' | 'stream'>): number {
  return alarms.iteratorAgeMinutes ?? mostIteratorAgeMinutes(stream.retentionHours);
}
