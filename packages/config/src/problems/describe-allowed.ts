import type { JsonSchemaNode } from '../schema/json-schema.js';

/** What a key may hold, as the end of a sentence: `one of hard, soft, ignore`. */
export function describeAllowed(node: JsonSchemaNode): string {
  if (node.anyOf !== undefined) {
    return node.anyOf.map((alternative) => describeAllowed(alternative)).join(', or ');
  }
  if (node.enum !== undefined) {
    return node.enum.length === 1 ? String(node.enum[0]) : `one of ${node.enum.join(', ')}`;
  }
  switch (node.type) {
    case 'integer':
    case 'number':
      return `a whole number${range(node)}`;
    case 'boolean':
      return 'true or false';
    case 'array':
      return `a list${node.minItems === undefined ? '' : ` of at least ${node.minItems}`}, in a variable as JSON such as ["…"]`;
    case 'object':
      return node.properties === undefined
        ? 'names and values, in a variable as JSON such as {"…": "…"}'
        : 'a section with keys of its own';
    default:
      return text(node);
  }
}

/** What a pattern asks for is said by an example, which every key with one has; a pattern itself says nothing to a person. */
function text({ format, examples, maxLength }: JsonSchemaNode): string {
  if (format === 'date-time') return 'an ISO 8601 time such as 2026-01-31T12:00:00Z';
  const example = examples?.[0];
  if (typeof example === 'string') return `written as ${example}`;
  return maxLength === undefined ? 'a text' : `a text of at most ${maxLength} characters`;
}

function range({ minimum, maximum }: JsonSchemaNode): string {
  return minimum === undefined || maximum === undefined ? '' : ` from ${minimum} to ${maximum}`;
}
