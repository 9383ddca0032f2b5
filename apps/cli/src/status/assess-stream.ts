import type { StreamStatus } from './pipeline-status.js';
import { bad, counted, notKnown, warning, type Found } from './status-finding.js';

/** What is wrong with the stream. Pure. */
export function assessStream({ stream, iteratorAgeMs, throttledWrites, unread }: StreamStatus): readonly Found[] {
  const retentionMs = stream.retentionHours * 3_600_000;
  const found: Found[] = [];
  if (stream.status !== 'ACTIVE') found.push(warning(`It is ${stream.status}.`, 'Wait.'));
  if (iteratorAgeMs !== null && iteratorAgeMs > retentionMs / 2) {
    found.push(
      bad(
        `Its readers are behind by more than half of its retention of ${stream.retentionHours} h.`,
        'Raise the retention now, then see what holds the sink up: records that are older are lost.',
      ),
    );
  }
  if (throttledWrites !== null && throttledWrites > 0) {
    found.push(
      warning(
        `It refused ${counted(throttledWrites, 'write', 'writes')} in the last quarter of an hour.`,
        'Add shards, with primary-key partition keys, or switch the stream to on-demand.',
      ),
    );
  }
  if (stream.retentionHours <= 24) {
    found.push(
      warning(
        `It keeps records for ${stream.retentionHours} h only.`,
        'Raise the retention to 168 h, so that a sink that is held up loses nothing.',
      ),
    );
  }
  return [...found, ...notKnown(unread)];
}
