import type { Delivery } from '../delivery/delivery.ts';
import type { SourceEvent } from '../source/source-event.ts';

/** One history, how it is delivered, and how the target is written: all data, so that it can be kept and run again. */
export interface HistoryCase {
  readonly ordering: 'stamped' | 'arrival';
  /** The target is told when loads are complete, as table statistics would; else it has to find out by itself. */
  readonly signalsLoads: boolean;
  /** See `Circumstances`. */
  readonly inOrder: boolean;
  readonly events: readonly SourceEvent[];
  readonly delivery: Delivery;
}
