import fc from 'fast-check';
import type { SinkDatabase } from '@drayage/cratedb-writer';
import { arbitraryCasePlan, playCase, type CaseOptions } from '../run/arbitrary-case.ts';
import type { HistoryCase } from '../run/history-case.ts';
import { runHistory } from '../run/run-history.ts';

export interface SoakOptions extends CaseOptions {
  readonly database: SinkDatabase;
  readonly seed: number;
  readonly histories: number;
  /** Names of this process, so that several may run against one target at a time. */
  readonly runName: string;
  /** Shrinking ends after this many runs: the history found by then is shown. */
  readonly maxShrinks: number;
  readonly onProgress?: (progress: { readonly done: number; readonly messages: number }) => void;
  /** Each smaller history that fails as well. */
  readonly onShrink?: (runs: number) => void;
}

/** A history that did not end as the source did, as small as it could be made. */
export interface SoakFailure {
  readonly history: HistoryCase;
  readonly differences: readonly string[];
  /** How many histories ended right before. */
  readonly after: number;
}

export interface SoakResult {
  readonly histories: number;
  readonly messages: number;
  readonly failure: SoakFailure | undefined;
}

/** Runs generated histories, each delivered twice, until one fails. The same seed and options give the same histories. */
export async function runSoak(options: SoakOptions): Promise<SoakResult> {
  const { database, seed, histories, runName, maxShrinks } = options;
  let [done, messages, shrinks, runs] = [0, 0, 0, 0];
  let failure: SoakFailure | undefined;
  const property = fc.asyncProperty(arbitraryCasePlan(options), async (plan) => {
    if (failure !== undefined && shrinks >= maxShrinks) return true;
    const history = playCase(plan, options);
    runs += 1;
    const names = { schemaPrefix: `${runName}x${runs}_`, pipeline: `${runName}-${runs}` };
    const differences = await runHistory({ database, history, names, twice: true });
    if (failure !== undefined) options.onShrink?.((shrinks += 1));
    if (differences.length > 0) {
      failure = { history, differences, after: done };
      return false;
    }
    if (failure === undefined) {
      done += 1;
      messages += history.delivery.reduce((sum, { records }) => sum + records.length, 0);
      options.onProgress?.({ done, messages });
    }
    return true;
  });
  await fc.check(property, { seed, numRuns: histories });
  return { histories: done, messages, failure };
}
