/** An idle shard's time is saved three times a lease of 30 s; a sink that has caught up is never further back. */
const CAUGHT_UP_MS = 60_000;

/** The sink has not applied everything yet: a load may be complete in the stream, and not in the target. */
export class BehindError extends Error {
  readonly code = 'sink-behind';
  readonly remedy =
    'Wait until the sink has caught up (/status, completeThrough), or say --force: rows of the load that are still in the stream are then missing until they arrive.';

  constructor(appliedUntil: Date | null) {
    const until = appliedUntil === null ? 'nothing of some shard' : `the stream up to ${appliedUntil.toISOString()}`;
    super(`The sink has applied ${until}; rows of the load may be behind that.`);
    this.name = 'BehindError';
  }
}

/** `appliedUntil`: by the checkpoints; `undefined`: no stream feeds the pipeline. @throws BehindError */
export function refuseBehind(appliedUntil: Date | null | undefined, nowMs: number): void {
  if (appliedUntil === undefined) return;
  if (appliedUntil === null || nowMs - appliedUntil.getTime() > CAUGHT_UP_MS) throw new BehindError(appliedUntil);
}
