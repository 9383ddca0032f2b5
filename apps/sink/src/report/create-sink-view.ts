import type { Activity } from '../activity/activity.js';
import type { SinkParts, SinkSnapshot } from '../sink-parts.js';
import { probeHealth, probeReadiness } from './probes.js';
import { ageShards } from './shard-lag.js';
import type { SinkView, StatusReport } from './sink-view.js';

export interface SinkViewOptions {
  readonly pipeline: string;
  readonly activity: Activity;
  /** `undefined` until target and stream are open. */
  readonly parts: () => SinkParts | undefined;
  readonly now: () => number;
  readonly maxTurnMs: number;
  /** What the configuration warns of. */
  readonly warnings: readonly string[];
  readonly metrics: () => Promise<string>;
}

const NOTHING: SinkSnapshot = { shards: [], tables: [], completeThroughMs: undefined, warnings: [] };
/** A target that answered so recently is not asked again: a probe must not queue behind a long batch. */
const FRESH_ANSWER_MS = 15_000;
const PING_TIMEOUT_MS = 3_000;

/** The sink as the HTTP server shows it, from what the loop told and what its parts say now. */
export function createSinkView(options: SinkViewOptions): SinkView {
  const { pipeline, activity, parts, now, maxTurnMs, metrics } = options;

  const status = (): StatusReport => {
    const facts = activity.facts();
    const { shards, tables, completeThroughMs, warnings } = parts()?.snapshot() ?? NOTHING;
    const open = tables.reduce((total, { deadLetters }) => total + deadLetters, 0);
    const trouble = facts.retry === undefined ? [] : [`${facts.retry.message} ${facts.retry.remedy}`];
    return {
      pipeline,
      state: activity.state(),
      shards: ageShards(shards, facts, now()),
      tables,
      completeThrough: completeThroughMs === undefined ? null : new Date(completeThroughMs).toISOString(),
      freshnessMs: completeThroughMs === undefined ? null : Math.max(0, now() - completeThroughMs),
      deadLetters: Math.max(open, facts.deadLetters),
      rates: activity.history.rates(),
      warnings: [...new Set([...trouble, ...options.warnings, ...warnings, ...facts.warnings.values()])],
    };
  };
  const targetAnswers = async (): Promise<boolean> => {
    const { lastWriteAt, retry } = activity.facts();
    const open = parts();
    if (retry === undefined && lastWriteAt !== undefined && now() - lastWriteAt < FRESH_ANSWER_MS) {
      return true;
    }
    return open !== undefined && (await resolvesWithin(open.ping(), PING_TIMEOUT_MS));
  };

  return {
    status,
    metrics,
    samples: () => activity.history.samples(),
    health: () => probeHealth({ facts: activity.facts(), now: now(), maxTurnMs }),
    readiness: async () =>
      probeReadiness({
        targetAnswers: await targetAnswers(),
        facts: activity.facts(),
        state: activity.state(),
        now: now(),
        shards: parts()?.snapshot().shards ?? [],
        owner: parts()?.owner,
      }),
  };
}

async function resolvesWithin(work: Promise<void>, timeoutMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, timeoutMs, false);
  });
  const answer = work.then(
    () => true,
    () => false,
  );
  const result = await Promise.race([answer, timeout]);
  clearTimeout(timer);
  return result;
}
