import fc from 'fast-check';
import { arbitraryDeliveryPlan, isInOrder, type DeliveryPlan } from '../delivery/delivery-plan.ts';
import { planDelivery } from '../delivery/plan-delivery.ts';
import { STAMPED_ONLY, type Hazards } from '../history/hazards.ts';
import { arbitraryHistoryPlan, playPlan, type HistoryPlan } from '../history/history-plan.ts';
import { buildMessages } from '../messages/build-messages.ts';
import type { HistoryCase } from './history-case.ts';

/** A case as chance picks it: small, and shrinking to what is simple. */
export interface CasePlan {
  readonly history: HistoryPlan;
  readonly delivery: DeliveryPlan;
  readonly signalsLoads: HistoryCase['signalsLoads'];
}

export interface CaseOptions {
  readonly ordering: HistoryCase['ordering'];
  readonly hazards: Hazards;
}

/** Cases within the delivery model of an ordering. */
export function arbitraryCasePlan(options: CaseOptions): fc.Arbitrary<CasePlan> {
  const hazards = effectiveHazards(options);
  const signals: readonly HistoryCase['signalsLoads'][] = [
    'to every worker',
    ...(hazards.has('signalsToOneWorker') ? (['to one worker'] as const) : []),
    ...(hazards.has('unsignalledLoads') ? (['never'] as const) : []),
  ];
  return fc.record({
    history: arbitraryHistoryPlan(hazards),
    delivery: arbitraryDeliveryPlan(hazards),
    signalsLoads: fc.constantFrom(...signals),
  });
}

/** What happens, message by message and batch by batch. */
export function playCase(plan: CasePlan, options: CaseOptions): HistoryCase {
  const events = playPlan(plan.history, effectiveHazards(options));
  return {
    ordering: options.ordering,
    signalsLoads: plan.signalsLoads,
    inOrder: isInOrder(plan.delivery),
    events,
    delivery: planDelivery(buildMessages(events), plan.delivery),
  };
}

function effectiveHazards({ ordering, hazards }: CaseOptions): Hazards {
  return ordering === 'stamped' ? hazards : new Set([...hazards].filter((hazard) => !STAMPED_ONLY.has(hazard)));
}
