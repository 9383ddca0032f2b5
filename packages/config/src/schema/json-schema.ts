import { z } from 'zod';

import { configSchema } from './config-schema.js';

/** The parts of JSON Schema that the configuration uses. */
export interface JsonSchemaNode {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  /** How a value is written, where a pattern says it to machines only. */
  readonly examples?: readonly unknown[];
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly format?: string;
  readonly pattern?: string;
  readonly minItems?: number;
  readonly maxLength?: number;
  readonly items?: JsonSchemaNode;
  readonly properties?: Readonly<Record<string, JsonSchemaNode>>;
  readonly additionalProperties?: boolean | JsonSchemaNode;
  /** What the names of a record may be. */
  readonly propertyNames?: JsonSchemaNode;
  readonly anyOf?: readonly JsonSchemaNode[];
  readonly required?: readonly string[];
}

let made: JsonSchemaNode | undefined;

/** The schema of the configuration file as JSON Schema (draft 7, which editors understand best): always the same object. */
export function configJsonSchema(): JsonSchemaNode {
  // One configuration asks for it many times over, and it takes its time to be made.
  made ??= make();
  return made;
}

function make(): JsonSchemaNode {
  const { $schema, ...schema } = z.toJSONSchema(configSchema, {
    target: 'draft-7',
    io: 'input',
    override: ({ jsonSchema }) => {
      // Editors would offer the empty object of a section as its default, and the pattern of a time is noise.
      if (jsonSchema.properties !== undefined) {
        delete jsonSchema.default;
      }
      if (jsonSchema.format === 'date-time') {
        delete jsonSchema.pattern;
      }
    },
  });
  return { $schema, title: 'Drayage configuration', ...schema } as JsonSchemaNode;
}

/** The node at a path, through objects, records and lists; `undefined` where the schema has none. */
export function nodeAt(root: JsonSchemaNode | undefined, path: readonly PropertyKey[]): JsonSchemaNode | undefined {
  let node = root;
  for (const part of path) {
    node = typeof part === 'number' ? node?.items : (property(node, String(part)) ?? record(node));
  }
  return node;
}

function property(node: JsonSchemaNode | undefined, name: string): JsonSchemaNode | undefined {
  const { properties = {} } = node ?? {};
  return Object.hasOwn(properties, name) ? properties[name] : undefined;
}

function record(node: JsonSchemaNode | undefined): JsonSchemaNode | undefined {
  return typeof node?.additionalProperties === 'object' ? node.additionalProperties : undefined;
}
