import type { Delivery } from '../delivery/delivery.ts';
import type { SourceEvent } from '../source/source-event.ts';

/** One history, how it is delivered, and how the target is written: all data, so that it can be kept and run again. */
export interface HistoryCase {
  readonly ordering: 'stamped' | 'arrival';
  /** Who is told, in the end, that loads are complete, as table statistics tell; without it the target has to find out. */
  readonly signalsLoads: 'to every worker' | 'to one worker' | 'never';
  /** See `Circumstances`. */
  readonly inOrder: boolean;
  readonly events: readonly SourceEvent[];
  readonly delivery: Delivery;
}
