/** How the process ends. */
export const EXIT_CODES = {
  /** A signal, and everything released. */
  done: 0,
  /** A halt, or a stop that took too long. */
  halted: 1,
  /** Wrong or missing configuration: nothing was touched. */
  configuration: 2,
} as const;

export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];
