/** What the process answers with: as `dray`. */
export const EXIT_CODES = { done: 0, failure: 1, usage: 2, interrupted: 130 } as const;
export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];
