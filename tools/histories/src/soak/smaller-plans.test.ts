import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HAZARDS } from '../history/hazards.ts';
import { arbitraryCasePlan, playCase, type CasePlan } from '../run/arbitrary-case.ts';
import { smallerPlans } from './smaller-plans.ts';

const options = { ordering: 'stamped', hazards: new Set(HAZARDS) } as const;

/** The smallest plan that a search finds for which something holds. */
function smallest(plan: CasePlan, holds: (plan: CasePlan) => boolean): CasePlan {
  for (const smaller of smallerPlans(plan)) if (holds(smaller)) return smallest(smaller, holds);
  return plan;
}

describe('smaller plans', () => {
  it('lead to the one step that matters, on the straight way', () => {
    const isSame = (plan: CasePlan): boolean => plan.history.steps.some((step) => step.do === 'drop-table');
    const [plan] = fc.sample(arbitraryCasePlan(options).filter(isSame), { seed: 3, numRuns: 1 });
    if (plan === undefined) throw new Error('No plan was picked.');
    const { history, delivery } = smallest(plan, isSame);
    expect(history.steps.map((step) => step.do)).toEqual(['drop-table']);
    expect(history.tables.map(({ rows }) => rows)).toEqual([[]]);
    expect(delivery).toMatchObject({
      shards: 1,
      workers: 'one',
      partition: 'schema-table',
      delays: [],
      cuts: [],
      rereads: [],
    });
  });

  it('end, and each can be played', () => {
    fc.assert(
      fc.property(arbitraryCasePlan(options), (plan) => {
        const { history, delivery } = smallest(plan, (smaller) => playCase(smaller, options).delivery.length > 0);
        expect({ steps: history.steps, tables: history.tables.length, turns: delivery.turns }).toEqual({
          steps: [],
          tables: 1,
          turns: [],
        });
      }),
      { numRuns: 20 },
    );
  });
});
