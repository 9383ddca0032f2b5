export { abortOnSignals, type AbortOnSignalsOptions, type SignalledProcess } from './abort-on-signals.js';
export { askOnTerminal, type Terminal } from './ask-on-terminal.js';
export { describeFailure } from './describe-failure.js';
export { EXIT_CODES, type ExitCode } from './exit-codes.js';
export { isInterruption } from './is-interruption.js';
export { parseCount, parseDuration, type NumberRule } from './parse-number.js';
export { printable, printableLine } from './printable.js';
export { UsageError } from './usage-error.js';
