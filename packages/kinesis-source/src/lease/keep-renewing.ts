import { type Clock, isAborted, pause } from '../clock.js';
import type { Lease } from './lease.js';

export interface RenewalOptions {
  readonly clock: Clock;
  readonly leaseMs: number;
}

const RENEWALS_PER_LEASE = 3;

/**
 * Renews until the signal aborts or the lease is lost, also while a handler is long busy. Each renewal saves the mark
 * along with it, which keeps the time of an idle shard fresh at no further cost. Rejects only with what the
 * store declares to be final.
 */
export async function keepRenewing(lease: Lease, options: RenewalOptions, signal: AbortSignal): Promise<void> {
  const { clock, leaseMs } = options;
  for (;;) {
    await pause(clock, leaseMs / RENEWALS_PER_LEASE, signal);
    if (isAborted(signal) || lease.isLost()) return;
    try {
      await lease.save(signal);
    } catch (error) {
      if (!isAborted(signal)) throw error;
    }
  }
}
