import {
  SinkError,
  type Parameter,
  type SinkDatabase,
  type Statement,
  type StatementResult,
} from '@drayage/cratedb-writer';

/** A statement that a dry run would have sent. */
export interface PlannedStatement {
  readonly sql: string;
  executions: number;
  /** Rows it would have carried, over all executions. */
  rows: number;
}

export interface PlanDatabase {
  readonly database: SinkDatabase;
  /** In the order in which each text first came. */
  statements(): readonly PlannedStatement[];
}

/**
 * Reads through to the real target and keeps what would change it. Every change is answered as if it had succeeded, so
 * that the plan is the one a real run would begin with.
 */
export function createPlanDatabase(real: SinkDatabase): PlanDatabase {
  const planned = new Map<string, PlannedStatement>();
  const plan = (sql: string, rows: number): void => {
    const statement = planned.get(sql) ?? { sql, executions: 0, rows: 0 };
    statement.executions += 1;
    statement.rows += rows;
    planned.set(sql, statement);
  };

  async function execute(statement: Statement, lane?: number): Promise<StatementResult> {
    const { sql, parameters } = statement;
    if (/^\s*(?:SELECT|SHOW)\b/u.test(sql)) return read(() => real.execute(statement, lane), sql);
    if (/^\s*REFRESH\b/u.test(sql)) return { rowCount: 0, rows: [] };
    const rows = rowsOf(parameters);
    plan(sql, rows);
    return { rowCount: rows, rows: [] };
  }

  return {
    statements: () => [...planned.values()],
    database: {
      dialect: real.dialect,
      lanes: 1,
      planOnly: true,
      execute,
      async executeBatch(sql, parameterSets, lane) {
        if (/^\s*SELECT\b/u.test(sql)) {
          const { rows } = await read(async () => {
            const answer = await real.executeBatch(sql, parameterSets, lane);
            return { rowCount: answer.rows.length, rows: answer.rows };
          }, sql);
          return { rowCounts: parameterSets.map(() => 0), rows };
        }
        plan(sql, parameterSets.length);
        return { rowCounts: parameterSets.map(() => 1), rows: [] };
      },
      close: () => real.close(),
    },
  };
}

/** Tables that the run would have made first have no rows yet; the catalogue itself is asked as it is. */
async function read(ask: () => Promise<StatementResult>, sql: string): Promise<StatementResult> {
  try {
    return await ask();
  } catch (error) {
    const missing = error instanceof SinkError && error.reaction === 'refresh';
    if (missing && !sql.startsWith('SHOW')) return { rowCount: 0, rows: [] };
    throw error;
  }
}

function rowsOf(parameters: readonly Parameter[]): number {
  const array = parameters.find((parameter) => Array.isArray(parameter));
  return Array.isArray(array) ? array.length : 1;
}
