import fc from 'fast-check';
import type { SourceEvent } from '../source/source-event.ts';
import type { Hazards } from './hazards.ts';
import { playSteps } from './play-steps.ts';
import { arbitraryStep, arbitraryValues, type Step } from './step.ts';
import { arbitraryTablePlan, type TablePlan } from './table-plan.ts';

/** A history as chance picks it. `playPlan` makes what happened of it. */
export interface HistoryPlan {
  readonly tables: readonly { readonly plan: TablePlan; readonly rows: readonly (readonly number[])[] }[];
  readonly steps: readonly Step[];
}

/** Two to five tables (fewer as it shrinks), loaded, and what happens to them: about 15 to 60 messages. */
export function arbitraryHistoryPlan(hazards: Hazards): fc.Arbitrary<HistoryPlan> {
  const table = fc.record({ plan: arbitraryTablePlan(hazards), rows: fc.array(arbitraryValues, { maxLength: 4 }) });
  return fc.record({
    tables: fc.array(table, { minLength: 1, maxLength: 5, size: 'max' }),
    steps: fc.array(arbitraryStep(hazards), { minLength: 1, maxLength: 30, size: 'max' }),
  });
}

/** What happened at the source, event by event. The same plan and hazards give the same events. */
export function playPlan(plan: HistoryPlan, hazards: Hazards): readonly SourceEvent[] {
  return playSteps(plan.tables, plan.steps, hazards);
}
