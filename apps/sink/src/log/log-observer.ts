import { logWarnings } from '@drayage/sink-shell';
import type { Logger } from 'pino';

import type { SinkObserver } from '../sink-parts.js';

/**
 * One line at info for a batch that did something; retries and warnings as warnings. Counts and names only, never row
 * values. A batch without records may do something: rows that waited for their table are written, or become letters.
 *
 * @param warnings what the parts of the sink warn of, looked at after each batch: batches bring them about.
 */
export function logObserver(logger: Logger, warnings: () => readonly string[]): SinkObserver {
  const told = new Set<string>();
  /** Topics that were warned of: the end of a warning is news only where there was one. */
  const warned = new Set<string>();
  return {
    onRead: () => undefined,
    onBatch: ({ tables, ...batch }) => {
      if (batch.records > 0 || batch.deadLetters > 0 || batch.statements > 0) {
        logger.info({ ...batch, tables: tables.length }, 'batch written');
      }
      logWarnings(warnings(), { told, logger });
    },
    onRetry: (retry) => logger.warn(retry, 'trying again'),
    onTargetAnswer: () => undefined,
    onWarning: (topic, message) => {
      warned.add(topic);
      logger.warn({ topic }, message);
    },
    onWarningOver: (topic) => {
      if (warned.delete(topic)) {
        logger.info({ topic }, 'a warning is over');
      }
    },
  };
}
