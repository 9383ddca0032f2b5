import { type DestinationStream, type Logger, pino } from 'pino';

import { errorFields } from './error-fields.js';
import { hidePasswords } from './hide-passwords.js';

export interface LoggerOptions {
  /** Which program writes: `drayage-sink`, `drayage-lambda-sink`. */
  readonly service: string;
  readonly level: string;
  readonly pipeline: string;
  readonly version: string;
  /** Where lines go; default: standard output. */
  readonly destination?: DestinationStream | undefined;
}

/** JSON lines, written at once: nothing is lost when the process ends. Passwords in URLs never get out. */
export function createLogger({ service, level, pipeline, version, destination }: LoggerOptions): Logger {
  return pino(
    {
      level,
      base: { service, pipeline, version },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: errorFields },
      hooks: { streamWrite: hidePasswords },
    },
    destination ?? pino.destination({ fd: 1, sync: true }),
  );
}
