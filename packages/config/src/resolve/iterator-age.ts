const QUARTER_OF_AN_HOUR = 15;

/**
 * How far a sink may be behind at most before somebody is told, in minutes: a quarter of what the stream keeps. The rest is
 * the time to mend it before records are lost.
 */
export function mostIteratorAgeMinutes(retentionHours: number): number {
  return retentionHours * QUARTER_OF_AN_HOUR;
}
