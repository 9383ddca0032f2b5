import type { z } from 'zod';

import { type JsonSchemaNode, nodeAt } from '../schema/json-schema.js';
import { closestName } from './closest-name.js';
import { describeAllowed } from './describe-allowed.js';

/** A mistake the schema found, by the path of the value at fault. */
export interface IssueDescription {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly remedy: string;
}

/** Says in words what a validation issue means; an issue about several unknown keys becomes one description for each. */
export function describeIssue(
  issue: z.core.$ZodIssue,
  root: JsonSchemaNode,
  valueAt: (path: readonly PropertyKey[]) => unknown,
): readonly IssueDescription[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => describeUnknownKey([...issue.path, key], key, nodeAt(root, issue.path)));
  }
  if (issue.code === 'invalid_key') {
    const name = JSON.stringify(String(issue.path.at(-1)));
    const longest = nodeAt(root, issue.path.slice(0, -1))?.propertyNames?.maxLength;
    const remedy = longest === undefined ? 'Write it as schema.table.' : `Take 1 to ${longest} characters.`;
    return [{ path: issue.path, message: `The name ${name} has the wrong form.`, remedy }];
  }
  const node = nodeAt(root, issue.path);
  const value = valueAt(issue.path);
  if (value === undefined) {
    return [{ path: issue.path, message: 'This is missing.', remedy: node?.description ?? '' }];
  }
  return [{ path: issue.path, message: describeValue(value, node), remedy: describeRemedy(value, node) }];
}

function describeUnknownKey(
  path: readonly PropertyKey[],
  key: string,
  parent: JsonSchemaNode | undefined,
): IssueDescription {
  const known = Object.keys(parent?.properties ?? {}).filter((name) => name !== '$schema');
  const near = closestName(key, known);
  const remedy = near === undefined ? `Known here: ${known.join(', ')}.` : `Did you mean ${near}?`;
  return { path, message: 'There is no such key.', remedy };
}

/** Repeats only short plain words and numbers of closed sets: free text may be a secret in the wrong place. */
function describeValue(value: unknown, node: JsonSchemaNode | undefined): string {
  const closed =
    node?.enum !== undefined || node?.anyOf !== undefined || node?.type === 'integer' || node?.type === 'boolean';
  const text =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
  if (closed && text !== undefined && /^[\w.+-]{1,40}$/.test(text)) {
    return `${text} is not allowed.`;
  }
  if (text === '' || (Array.isArray(value) && value.length === 0)) return 'This is empty.';
  return 'The value has the wrong form.';
}

function describeRemedy(value: unknown, node: JsonSchemaNode | undefined): string {
  if (node === undefined) {
    return '';
  }
  const choices = node.enum ?? node.anyOf?.flatMap((alternative) => alternative.enum ?? []) ?? [];
  const near = typeof value === 'string' ? closestName(value, choices) : undefined;
  const hint = near === undefined ? '' : ` Did you mean ${near}?`;
  const form = node.pattern === undefined || node.description === undefined ? '' : ` ${node.description}`;
  return `It must be ${describeAllowed(node)}.${form}${hint}`;
}
