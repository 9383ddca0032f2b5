import { printable, printableLine } from './printable.js';

/**
 * What went wrong and what to do, as lines for standard error: its code and its remedy too, where the error has them. A database or
 * AWS may have written them, and nothing of them moves the cursor.
 */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return `Error: ${printable(String(error))}\n`;
  const code = textOf(error, 'code');
  const remedy = textOf(error, 'remedy');
  const head = `Error${code === '' ? '' : ` (${printableLine(code)})`}: ${printable(error.message)}\n`;
  return remedy === '' ? head : `${head}Remedy: ${printable(remedy)}\n`;
}

function textOf(error: Error, name: 'code' | 'remedy'): string {
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' ? value : '';
}
