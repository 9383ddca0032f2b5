import type { SinkDatabase } from '../client/sink-database.js';
import { SinkError } from '../sink-error.js';

const UNREADABLE = new SinkError('value-not-castable', { message: 'The value cannot be read.', remedy: 'Mend it.' });

/** A database that refuses every statement in which a text stands, as a server does that cannot read a value. */
export function refusingDatabase(database: SinkDatabase, text: string, error = UNREADABLE): SinkDatabase {
  const refuseIn = (sql: string, parameters: readonly unknown[]): void => {
    if (!sql.includes(text) && !parameters.some((value) => String(value).includes(text))) return;
    throw error;
  };
  return {
    dialect: database.dialect,
    lanes: database.lanes,
    execute: async (statement, lane) => {
      refuseIn(statement.sql, statement.parameters);
      return database.execute(statement, lane);
    },
    executeBatch: async (sql, parameterSets, lane) => {
      refuseIn(sql, parameterSets.flat());
      return database.executeBatch(sql, parameterSets, lane);
    },
    close: () => database.close(),
  };
}
