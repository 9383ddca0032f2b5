import type { JsonSchemaNode } from '../schema/json-schema.js';

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['yes', true],
  ['false', false],
  ['0', false],
  ['no', false],
]);

/**
 * The value that a variable or a flag means, by the type of its key. Text that does not fit is returned as it is: the
 * schema then says what is wrong with it.
 */
export function readTextValue(text: string, schema: JsonSchemaNode): unknown {
  if (schema.anyOf !== undefined) {
    return (
      schema.anyOf.map((choice) => readTextValue(text, choice)).find((value) => typeof value !== 'string') ??
      text.trim()
    );
  }
  switch (schema.type) {
    case 'integer':
    case 'number':
      return /^\s*-?\d+(\.\d+)?\s*$/.test(text) ? Number(text) : text;
    case 'boolean':
      return BOOLEANS.get(text.trim().toLowerCase()) ?? text;
    case 'array':
    case 'object':
      return parseJson(text);
    default:
      return schema.enum?.find((value) => value === text.trim().toLowerCase()) ?? text.trim();
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
