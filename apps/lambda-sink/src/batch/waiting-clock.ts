/**
 * Since when records wait for the `create-table` of their table. They are handed back meanwhile, and nothing of them is
 * kept: only how long this sandbox has known them. A new sandbox begins to count anew, which is the worst that can come.
 */
export interface WaitingClock {
  /** A record was handed back because its table is unknown. */
  note(id: string): void;
  /** Whether a record has waited for its time. */
  isOverdue(id: string): boolean;
  /** It waits no longer. */
  forget(id: string): void;
}

export interface WaitingClockOptions {
  readonly timeoutMs: number;
  readonly now: () => number;
}

const MAX_KNOWN = 1_000;

export function createWaitingClock({ timeoutMs, now }: WaitingClockOptions): WaitingClock {
  const since = new Map<string, number>();
  return {
    note: (id) => {
      if (since.has(id)) return;
      since.set(id, now());
      const [oldest] = since.keys();
      if (since.size > MAX_KNOWN && oldest !== undefined) since.delete(oldest);
    },
    isOverdue: (id) => timeoutMs === 0 || now() - (since.get(id) ?? Number.POSITIVE_INFINITY) >= timeoutMs,
    forget: (id) => since.delete(id),
  };
}
