import type { SinkDatabase } from '../client/sink-database.js';
import { SinkError } from '../sink-error.js';

export interface FailingDatabase extends SinkDatabase {
  /** Statements to let pass before the one that fails; `undefined`: none fails. Each failure needs a new number. */
  failAfter: number | undefined;
  /** Whether the failing statement is executed and only its answer lost. */
  loseAnswer: boolean;
}

/** A database whose connection breaks at a chosen statement, before the server had it or before it could answer. */
export function failingDatabase(database: SinkDatabase): FailingDatabase {
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    const fails = failing.failAfter === 0;
    failing.failAfter = failing.failAfter === undefined || fails ? undefined : failing.failAfter - 1;
    if (!fails) return work();
    if (failing.loseAnswer) await work();
    throw new SinkError('connection-lost', { message: 'The connection broke.', remedy: 'Repeat the batch.' });
  };
  const failing: FailingDatabase = {
    dialect: database.dialect,
    lanes: database.lanes,
    failAfter: undefined,
    loseAnswer: false,
    execute: (statement, lane) => guarded(() => database.execute(statement, lane)),
    executeBatch: (sql, parameterSets, lane) => guarded(() => database.executeBatch(sql, parameterSets, lane)),
    close: () => database.close(),
  };
  return failing;
}
