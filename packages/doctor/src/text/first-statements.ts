import { statementsThen } from './statements-then.js';

const MOST = 5;

/** Statements to run as they stand; of many the first, and where the others are shown. */
export function firstStatements(statements: readonly string[]): string {
  const rest = statements.length - MOST;
  if (rest <= 0) return statementsThen(statements);
  return statementsThen(statements.slice(0, MOST), `And ${rest} more: dray source prepare --dry-run shows them.`);
}
