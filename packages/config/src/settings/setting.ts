import { configJsonSchema, type JsonSchemaNode } from '../schema/json-schema.js';
import { flagName, variableName } from './variable-name.js';

/** One key of the configuration that a file, a variable or a flag can set. */
export interface Setting {
  /** In the file: `write.deleteMode`. */
  readonly path: string;
  /** In the environment: `DRAYAGE_WRITE_DELETE_MODE`. */
  readonly variable: string;
  /** On the command line, without dashes in front: `write-delete-mode`. */
  readonly flag: string;
  readonly description: string;
  /** `undefined`: none. */
  readonly default: unknown;
  readonly schema: JsonSchemaNode;
}

/** Every setting, in the order of the schema. */
export function listSettings(): readonly Setting[] {
  return collect(configJsonSchema(), []);
}

function collect(node: JsonSchemaNode, path: readonly string[]): readonly Setting[] {
  return Object.entries(node.properties ?? {}).flatMap(([name, child]) => {
    if (name === '$schema') {
      return [];
    }
    const here = [...path, name];
    return child.properties === undefined ? [toSetting(here.join('.'), child)] : collect(child, here);
  });
}

function toSetting(path: string, schema: JsonSchemaNode): Setting {
  const variable = variableName(path);
  return {
    path,
    variable,
    flag: flagName(variable),
    description: schema.description ?? '',
    default: schema.default,
    schema,
  };
}
