import fc from 'fast-check';
import type { SinkDatabase } from '@drayage/cratedb-writer';
import { arbitraryCasePlan, playCase, type CaseOptions, type CasePlan } from '../run/arbitrary-case.ts';
import type { HistoryCase } from '../run/history-case.ts';
import { runHistory, type RunOptions } from '../run/run-history.ts';
import { smallerPlans } from './smaller-plans.ts';

export interface SoakOptions extends CaseOptions {
  readonly database: SinkDatabase;
  readonly seed: number;
  readonly histories: number;
  /** Names of this process, so that several may run against one target at a time. */
  readonly runName: string;
  /** How many runs a failing history may cost to be made smaller. */
  readonly maxShrinks: number;
  readonly equip?: RunOptions['equip'];
  readonly onProgress?: (progress: { readonly done: number; readonly messages: number }) => void;
  /** After each run of a smaller history. */
  readonly onShrink?: (runs: number) => void;
}

/** A history that did not end as the source did, as small as it could be made. */
export interface SoakFailure {
  readonly history: HistoryCase;
  readonly differences: readonly string[];
}

export interface SoakResult {
  /** Histories that ended right. */
  readonly histories: number;
  /** Records delivered to them, in the first of their two deliveries. */
  readonly messages: number;
  readonly failure: SoakFailure | undefined;
}

/** Runs generated histories, each delivered twice, until one fails. The same seed and options give the same histories. */
export async function runSoak(options: SoakOptions): Promise<SoakResult> {
  const { database, seed, histories, runName } = options;
  let [done, messages, runs] = [0, 0, 0];
  const run = async (plan: CasePlan): Promise<SoakFailure> => {
    const history = playCase(plan, options);
    runs += 1;
    const names = { schemaPrefix: `${runName}x${runs}_`, pipeline: `${runName}-${runs}` };
    const equip = options.equip === undefined ? {} : { equip: options.equip };
    return { history, differences: await runHistory({ database, history, names, twice: true, ...equip }) };
  };
  for (const plan of fc.sample(arbitraryCasePlan(options), { seed, numRuns: histories })) {
    const result = await run(plan);
    if (result.differences.length > 0)
      return { histories: done, messages, failure: await shrink({ plan, result }, run, options) };
    done += 1;
    messages += result.history.delivery.reduce((sum, { records }) => sum + records.length, 0);
    options.onProgress?.({ done, messages });
  }
  return { histories: done, messages, failure: undefined };
}

interface Found {
  readonly plan: CasePlan;
  readonly result: SoakFailure;
}

/** Takes the first smaller plan that fails as well, as long as there is one. */
async function shrink(
  start: Found,
  run: (plan: CasePlan) => Promise<SoakFailure>,
  { maxShrinks, onShrink }: SoakOptions,
): Promise<SoakFailure> {
  let found = start;
  let candidates = smallerPlans(found.plan);
  for (let runs = 1; runs <= maxShrinks; runs += 1) {
    const next = candidates.next();
    if (next.done === true) break;
    const result = await run(next.value);
    onShrink?.(runs);
    if (result.differences.length === 0) continue;
    found = { plan: next.value, result };
    candidates = smallerPlans(found.plan);
  }
  return found.result;
}
