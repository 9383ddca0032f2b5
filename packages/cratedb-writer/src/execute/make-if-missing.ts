import { SinkError } from '../sink-error.js';
import type { Statement } from '../statement.js';
import type { WriteContext } from './write-context.js';

/** Tries before a statement counts as failed. */
const MAX_TRIES = 5;

/**
 * Runs a `CREATE … IF NOT EXISTS`. Two processes that run it at once both mean to succeed, but PostgreSQL looks first and
 * creates later: the loser gets a duplicate key, table or type of the catalogue, and finds the other's work when it tries
 * again. What is wrong with the statement itself fails each time.
 */
export async function makeIfMissing(context: WriteContext, statement: Statement): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await context.execute(statement);
      return;
    } catch (error) {
      if (!isLostRace(error) || tries >= MAX_TRIES) throw error;
    }
  }
}

function isLostRace(error: unknown): boolean {
  return error instanceof SinkError && (error.reaction === 'reject' || error.code === 'relation-exists');
}
