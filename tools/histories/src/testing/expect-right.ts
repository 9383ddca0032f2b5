import type { SinkDatabase } from '@drayage/cratedb-writer';
import { expect } from 'vitest';
import { ARRIVAL_HAZARDS, STAMPED_HAZARDS } from '../history/hazards.ts';
import { describeCase } from '../soak/describe-case.ts';
import { runSoak } from '../soak/run-soak.ts';

export interface ExpectedRuns {
  readonly ordering: 'stamped' | 'arrival';
  readonly histories: number;
  readonly seed: number;
}

/** A seed that no run had before. */
export function freshSeed(): number {
  return Date.now() % 0x7fff_ffff;
}

/** Expects generated histories to end as their source. What differs is shown with the history and how to run it again. */
export async function expectRight(database: SinkDatabase, { ordering, histories, seed }: ExpectedRuns): Promise<void> {
  const result = await runSoak({
    ...{ database, ordering, histories, seed },
    hazards: ordering === 'stamped' ? STAMPED_HAZARDS : ARRIVAL_HAZARDS,
    runName: `t${process.pid.toString(36)}${ordering.slice(0, 1)}${seed.toString(36)}`,
    maxShrinks: 150,
  });
  if (result.failure !== undefined) {
    const { history, differences } = result.failure;
    const again = `npm run soak -- --ordering ${ordering} --histories ${histories} --seed ${seed}`;
    expect.fail(`${differences.join('\n')}\n\n${describeCase(history)}\n\nTo run it again: ${again}`);
  }
  expect(result.histories).toBe(histories);
}
