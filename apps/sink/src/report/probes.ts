import type { ActivityFacts, SinkState } from '../activity/activity.js';
import type { ShardStatus } from '../sink-parts.js';
import type { ProbeReport } from './sink-view.js';

/** How long the stream may be silent before it counts as not answering: many times what a poll takes. */
const STREAM_SILENCE_MS = 60_000;

export interface HealthInput {
  readonly facts: ActivityFacts;
  readonly now: number;
  /** How long the loop may take for one turn. */
  readonly maxTurnMs: number;
}

/** Alive while the loop turns. A target that is down is no reason to restart: the loop tries again, and that is a turn. */
export function probeHealth({ facts, now, maxTurnMs }: HealthInput): ProbeReport {
  const silentMs = now - facts.lastTurnAt;
  return report(silentMs > maxTurnMs ? [`The loop has not turned for ${Math.round(silentMs / 1_000)} s.`] : []);
}

export interface ReadinessInput {
  readonly facts: ActivityFacts;
  readonly state: SinkState;
  readonly now: number;
  readonly shards: readonly ShardStatus[];
  readonly owner: string | undefined;
  readonly targetAnswers: boolean;
}

/** Ready when target and stream answer and this process owns at least one shard. */
export function probeReadiness({ facts, state, now, shards, owner, targetAnswers }: ReadinessInput): ProbeReport {
  const reasons: string[] = [];
  if (state !== 'running') {
    reasons.push(facts.retry === undefined ? `The sink is ${state}.` : `The sink is ${state}: ${facts.retry.message}`);
  }
  if (!targetAnswers) {
    reasons.push('The target does not answer.');
  }
  if (facts.lastReadAt === undefined || now - facts.lastReadAt > STREAM_SILENCE_MS) {
    reasons.push('The stream does not answer.');
  }
  if (owner === undefined || !shards.some((shard) => shard.owner === owner)) {
    reasons.push('This process owns no shard.');
  }
  return report(reasons);
}

function report(reasons: readonly string[]): ProbeReport {
  return { ok: reasons.length === 0, reasons };
}
