/** A clock that moves by the same step with every reading, from 2026-03-01 08:00 UTC. */
export function steadyClock(stepMicros = 10_000): () => number {
  let now = Date.UTC(2026, 2, 1, 8) * 1000;
  return () => (now += stepMicros);
}
