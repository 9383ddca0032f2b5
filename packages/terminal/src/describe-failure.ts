/** What went wrong and what to do, as lines for standard error: its code and its remedy too, where the error has them. */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return `Error: ${String(error)}\n`;
  const code = textOf(error, 'code');
  const remedy = textOf(error, 'remedy');
  return `Error${code === '' ? '' : ` (${code})`}: ${error.message}\n${remedy === '' ? '' : `Remedy: ${remedy}\n`}`;
}

function textOf(error: Error, name: 'code' | 'remedy'): string {
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' ? value : '';
}
