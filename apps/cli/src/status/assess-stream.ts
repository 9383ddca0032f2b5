import { RETENTION_HOURS } from '@drayage/doctor';
import type { StreamStatus } from './pipeline-status.js';
import { bad, notKnown, warning, type Found } from './status-finding.js';
import { counted } from '../render/counted.js';

/** What is wrong with the stream. Pure. */
export function assessStream({ stream, iteratorAgeMs, throttledWrites, unread }: StreamStatus): readonly Found[] {
  const retentionMs = stream.retentionHours * 3_600_000;
  const found: Found[] = [];
  if (stream.status !== 'ACTIVE') found.push(warning(`It is ${stream.status}.`, 'Wait.'));
  if (iteratorAgeMs !== null && iteratorAgeMs > retentionMs / 2) {
    found.push(
      bad(
        `Its readers are behind by more than half of its retention of ${stream.retentionHours} h.`,
        `Records that are older are lost. See what holds the sink up; until then keep them for longer: ${longer(stream)}`,
      ),
    );
  }
  if (throttledWrites !== null && throttledWrites > 0) {
    found.push(
      warning(
        `It refused ${counted(throttledWrites, 'write')} in the last quarter of an hour.`,
        'Add shards, with primary-key partition keys, or switch the stream to on-demand.',
      ),
    );
  }
  if (stream.retentionHours <= 24) {
    found.push(
      warning(
        `It keeps records for ${stream.retentionHours} h only.`,
        'So that a sink that is held up loses nothing, keep them for 168 h: dray doctor --only stream --fix',
      ),
    );
  }
  return [...found, ...notKnown(unread)];
}

/** As long as Kinesis keeps records at most. */
const LONGEST_HOURS = 8_760;

function longer({ arn, retentionHours }: StreamStatus['stream']): string {
  const hours = Math.min(LONGEST_HOURS, Math.max(RETENTION_HOURS, 2 * retentionHours));
  return `aws kinesis increase-stream-retention-period --stream-arn ${arn} --retention-period-hours ${hours}`;
}
