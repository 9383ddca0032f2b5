import type { BatchResult, SinkDatabase, StatementResult } from '../client/sink-database.js';
import type { SqlDialect } from '../dialect/sql-dialect.js';
import type { Parameter, Statement } from '../statement.js';

/** What the executing half works with: the database, its dialect, and whose rows it keeps. */
export class WriteContext {
  readonly database: SinkDatabase;
  readonly dialect: SqlDialect;
  readonly pipeline: string;
  /** Targets of which this process said that their rows may be told in parts. */
  readonly toldOfPartialRows = new Set<string>();

  constructor(database: SinkDatabase, dialect: SqlDialect, pipeline: string) {
    this.database = database;
    this.dialect = dialect;
    this.pipeline = pipeline;
  }

  execute(statement: Statement, lane = 0): Promise<StatementResult> {
    return this.database.execute(statement, lane);
  }

  executeBatch(sql: string, parameterSets: readonly (readonly Parameter[])[], lane = 0): Promise<BatchResult> {
    return this.database.executeBatch(sql, parameterSets, lane);
  }
}
