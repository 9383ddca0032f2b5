import { vi } from 'vitest';

/** Waits for a condition: repeats the check until it no longer throws. Patient, because test machines are busy. */
export function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: 20_000, interval: 20 });
}
