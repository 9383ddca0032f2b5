import type { Parameter, ScalarParameter } from '../statement.js';

/** The text form in which a parameter is bound; `null` is SQL NULL. Arrays take PostgreSQL's `{...}` form. */
export function formatParameter(parameter: Parameter): string | null {
  if (parameter === null) {
    return null;
  }
  return isArray(parameter) ? formatArray(parameter) : String(parameter);
}

function isArray(parameter: Parameter): parameter is readonly ScalarParameter[] {
  return Array.isArray(parameter);
}

/** Every element is quoted, so that an empty string, the text `NULL`, and braces stay what they are. */
function formatArray(elements: readonly ScalarParameter[]): string {
  return `{${elements.map((element) => (element === null ? 'NULL' : quoteElement(String(element)))).join(',')}}`;
}

function quoteElement(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
