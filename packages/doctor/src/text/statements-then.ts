/** Statements to run as they stand, and what to do then. */
export function statementsThen(statements: readonly string[], afterwards = ''): string {
  return [...statements.map((statement) => `${statement};`), ...(afterwards === '' ? [] : [afterwards])].join(' ');
}
