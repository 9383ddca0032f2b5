/** Where generated histories begin, so that a run of the tests is the same twice. */
const SEED = 20_260_101;

/** How many times as many histories; each begins anew where more than one is asked for. */
const TIMES = Number(process.env['WRITER_HISTORIES'] ?? 1);

/** The parameters of a property over histories; `WRITER_HISTORIES=20` tries twenty times as many, of a fresh seed. */
export function historyRuns(histories: number): { readonly numRuns: number; readonly seed: number } {
  return { numRuns: histories * TIMES, seed: TIMES > 1 ? Date.now() % 0x7fff_ffff : SEED };
}

/** Time for so many of them, milliseconds, where the least is `timeoutMs`. */
export function historyTimeout(timeoutMs: number): number {
  return timeoutMs * TIMES;
}
