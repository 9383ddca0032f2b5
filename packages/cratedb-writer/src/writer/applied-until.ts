/** What is known of the stream that feeds a pipeline: its ARN or its name, and when it was made. */
export interface FeedingStream {
  readonly nameOrArn: string;
  readonly createdAt?: Date | undefined;
}

/** A checkpoint, as far as freshness goes. */
export interface AppliedRow {
  /** ARN. */
  readonly stream: string;
  readonly createdAtMs: number | null;
  /** The shard was read to its end. */
  readonly isOver: boolean;
  readonly appliedMs: number | null;
  readonly updatedAtMs: number;
}

/**
 * Up to when the stream is applied; `null`: some shard is not applied at all; `undefined`: it has no checkpoints. Rows of
 * other streams, and of one by the same name that is gone, do not count. Pure.
 */
export function appliedUntil(
  checkpoints: readonly AppliedRow[],
  stream: FeedingStream | undefined,
): Date | null | undefined {
  const times = ofStream(checkpoints, stream)
    .filter(({ isOver }) => !isOver)
    .map(({ appliedMs }) => appliedMs);
  if (times.length === 0) return undefined;
  const known = times.filter((time) => time !== null);
  return known.length < times.length ? null : new Date(Math.min(...known));
}

function ofStream(checkpoints: readonly AppliedRow[], stream: FeedingStream | undefined): readonly AppliedRow[] {
  const name = stream?.nameOrArn ?? lastSaved(checkpoints)?.stream;
  const rows = checkpoints.filter(({ stream: arn }) => arn === name || arn.endsWith(`:stream/${name ?? ''}`));
  // A function may not know when the stream was made; its row is then of the stream as it is.
  const createdAtMs = stream?.createdAt?.getTime() ?? lastSaved(rows)?.createdAtMs ?? null;
  return createdAtMs === null
    ? rows
    : rows.filter((row) => row.createdAtMs === null || row.createdAtMs === createdAtMs);
}

/** Of two that were saved in one millisecond, the one that is further. */
function lastSaved(rows: readonly AppliedRow[]): AppliedRow | undefined {
  const [last] = [...rows].sort(
    (one, other) => other.updatedAtMs - one.updatedAtMs || (other.appliedMs ?? 0) - (one.appliedMs ?? 0),
  );
  return last;
}
