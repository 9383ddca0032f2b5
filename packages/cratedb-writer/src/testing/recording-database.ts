import { assertCratedbStatement } from '@drayage/testing';
import type { SinkDatabase } from '../client/sink-database.js';
import type { Parameter } from '../statement.js';

/** A statement as it went to the database; of a batch, its text once and how often it ran. */
export interface RecordedStatement {
  readonly sql: string;
  readonly parameters: readonly Parameter[];
  readonly executions: number;
  readonly lane: number;
}

export interface RecordingDatabase extends SinkDatabase {
  /** What went to the database since the last `forget`, oldest first. */
  readonly recorded: readonly RecordedStatement[];
  forget(): void;
  /** Called before each statement; what it throws is thrown to the writer in place of an answer. */
  before: ((sql: string) => void | Promise<void>) | undefined;
}

/** Texts that were held against the grammar already: parsing takes longer than executing. */
const accepted = new Set<string>();

/**
 * Passes everything on and keeps it. No statement for CrateDB passes that its grammar refuses, or whose shape is known
 * to do something else than it says.
 */
export function recordStatements(database: SinkDatabase): RecordingDatabase {
  const recorded: RecordedStatement[] = [];
  const note = async (
    sql: string,
    parameters: readonly Parameter[],
    executions: number,
    lane: number,
  ): Promise<void> => {
    if (database.dialect === 'cratedb') {
      assertCratedbStatement(accepted.has(sql) ? { sql: 'SELECT 1' } : { sql, parameters });
      accepted.add(sql);
    }
    recorded.push({ sql, parameters, executions, lane });
    await recording.before?.(sql);
  };
  const recording: RecordingDatabase = {
    dialect: database.dialect,
    lanes: database.lanes,
    recorded,
    before: undefined,
    forget: () => {
      recorded.length = 0;
    },
    execute: async (statement, lane = 0) => {
      await note(statement.sql, statement.parameters, 1, lane);
      return database.execute(statement, lane);
    },
    executeBatch: async (sql, parameterSets, lane = 0) => {
      await note(sql, parameterSets[0] ?? [], parameterSets.length, lane);
      return database.executeBatch(sql, parameterSets, lane);
    },
    close: () => database.close(),
  };
  return recording;
}
