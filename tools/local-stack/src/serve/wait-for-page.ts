/** Asks a sink until it answers. `false`: it was given up on, because `signal` says so. */
export async function waitForPage(
  page: string,
  sleep: (milliseconds: number) => Promise<unknown>,
  signal: AbortSignal,
): Promise<boolean> {
  while (!signal.aborted) {
    try {
      const timeout = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
      const answer = await fetch(new URL('/healthz', page), { signal: AbortSignal.any([signal, timeout]) });
      if (answer.ok) return true;
    } catch {
      // Not yet.
    }
    await sleep(INTERVAL_MS);
  }
  return false;
}

const INTERVAL_MS = 200;
const ANSWER_TIMEOUT_MS = 2_000;
