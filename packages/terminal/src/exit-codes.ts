/** What `dray` answers with, whichever of its programs ran. */
export const EXIT_CODES = {
  done: 0,
  failure: 1,
  usage: 2,
  deadLetters: 3,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];
