import type { Parameter, ScalarParameter } from '../statement.js';

/** The text form in which a parameter is bound; `null` is SQL NULL. Arrays take PostgreSQL's `{...}` form. */
export function formatParameter(parameter: Parameter): string | null {
  if (parameter === null) {
    return null;
  }
  return isArray(parameter) ? formatArray(parameter) : String(parameter);
}

export function isArray(parameter: Parameter): parameter is readonly ScalarParameter[] {
  return Array.isArray(parameter);
}

/** What has to be escaped within quotes. */
const SPECIAL = /["\\]/;

/** Texts are quoted, so that an empty one, the text `NULL`, and braces stay what they are; numbers need no quotes. */
function formatArray(elements: readonly ScalarParameter[]): string {
  let text = '{';
  for (const element of elements) {
    if (text.length > 1) text += ',';
    if (element === null) text += 'NULL';
    else text += typeof element === 'number' ? String(element) : quoteElement(String(element));
  }
  return `${text}}`;
}

function quoteElement(text: string): string {
  return SPECIAL.test(text) ? `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"` : `"${text}"`;
}
