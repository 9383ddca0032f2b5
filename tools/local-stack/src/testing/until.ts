import { setTimeout as sleep } from 'node:timers/promises';

const INTERVAL_MS = 100;

/** Asks again and again until `condition` answers with something other than `undefined`; throws after `timeoutMs`. */
export async function until<T>(
  what: string,
  condition: () => T | undefined | Promise<T | undefined>,
  timeoutMs = 60_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await condition();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`Waited ${timeoutMs / 1000} s in vain for ${what}.`);
    await sleep(INTERVAL_MS);
  }
}
