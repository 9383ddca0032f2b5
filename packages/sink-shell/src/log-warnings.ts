import type { Logger } from 'pino';

export interface WarningLog {
  /** The texts that were logged already; those that are logged now are added. */
  readonly told: Set<string>;
  readonly logger: Pick<Logger, 'warn'>;
}

/** Logs what the writer warns of, each text once: it has names of tables and columns, and is said again after each batch. */
export function logWarnings(warnings: readonly string[], { told, logger }: WarningLog): void {
  for (const text of warnings) {
    if (told.has(text)) continue;
    told.add(text);
    logger.warn({ topic: 'tables' }, text);
  }
}
