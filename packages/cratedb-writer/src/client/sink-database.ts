import type { Parameter, Statement } from '../statement.js';

export type Dialect = 'cratedb' | 'postgresql';

/** Every value comes back as the text the server sent: nothing is parsed, so nothing is lost. */
export interface StatementResult {
  readonly rowCount: number;
  readonly rows: readonly (readonly (string | null)[])[];
}

/** What a statement that ran once for each set of parameters answered. */
export interface BatchResult {
  /** One for each set of parameters, in order; `-3` as CrateDB sends it for a missing row or a failure. */
  readonly rowCounts: readonly number[];
  /** The rows of all of them, one after another. */
  readonly rows: readonly (readonly (string | null)[])[];
}

/**
 * Where the writer's statements run. Port with two adapters: a set of `pg` connections, and an embedded PGlite.
 * Statements are always unnamed. All methods reject with `SinkError` only.
 */
export interface SinkDatabase {
  readonly dialect: Dialect;
  /** Parallel connections. Lane `n` is one connection; its statements run one after another, in call order. */
  readonly lanes: number;
  /** Nothing is changed: statements are only kept. The catalogue does not show what they would have done. */
  readonly planOnly?: boolean;
  /** Runs one statement on a lane (default 0). */
  execute(statement: Statement, lane?: number): Promise<StatementResult>;
  /**
   * Runs one statement text once for each set of parameters: one Parse, n Bind/Execute pairs, one Sync.
   */
  executeBatch(sql: string, parameterSets: readonly (readonly Parameter[])[], lane?: number): Promise<BatchResult>;
  close(): Promise<void>;
}
