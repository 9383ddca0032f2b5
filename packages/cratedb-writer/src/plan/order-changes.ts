import type { ChangeRecord } from '@drayage/record-decoder';

/**
 * A batch in the order in which DMS built its messages; equal times, and messages that tell none, in the order of the
 * stream. `PutRecords` may reorder what was sent together, and partial images only fold right in their own order.
 */
export function orderChanges(changes: readonly ChangeRecord[]): readonly ChangeRecord[] {
  if (isOrdered(changes)) return changes;
  let latest = -Infinity;
  // A message without a time stays behind the one before it.
  const timed = changes.map((change) => {
    const time = change.timeMicros ?? latest;
    latest = time;
    return { change, time };
  });
  return timed.sort((one, other) => compare(one.time, other.time)).map(({ change }) => change);
}

function isOrdered(changes: readonly ChangeRecord[]): boolean {
  let latest = -Infinity;
  for (const { timeMicros } of changes) {
    if (timeMicros === undefined) continue;
    if (timeMicros < latest) return false;
    latest = timeMicros;
  }
  return true;
}

/** Infinite times have no difference. */
function compare(one: number, other: number): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
