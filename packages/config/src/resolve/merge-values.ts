import type { ConfigFile } from '../file/config-file.js';
import type { ValueSource } from '../problems/config-problem.js';
import type { Override } from './override.js';

/** The raw values of all sources together, not yet checked. */
export interface MergedValues {
  readonly values: Readonly<Record<string, unknown>>;
  readonly valueAt: (path: readonly PropertyKey[]) => unknown;
  /** Where the value of a path, or of its nearest parent, came from. */
  readonly sourceOf: (path: readonly PropertyKey[]) => ValueSource | undefined;
}

/** Keys of which a stronger source replaces both: a URL in the environment is not in conflict with a secret in the file. */
const EITHER_OR: Readonly<Record<string, string>> = {
  'target.url': 'target.urlSecretArn',
  'target.urlSecretArn': 'target.url',
};

/** Lays the overrides over the file; `layers` go from the weakest to the strongest. */
export function mergeValues(file: ConfigFile | undefined, layers: readonly (readonly Override[])[]): MergedValues {
  const values = structuredClone(file?.values ?? {}) as Record<string, unknown>;
  const sources = new Map<string, ValueSource>();
  for (const layer of layers) {
    for (const { setting } of layer) {
      const other = EITHER_OR[setting.path];
      if (other !== undefined) {
        remove(values, other);
        sources.delete(other);
      }
    }
    for (const { setting, value, source } of layer) {
      put(values, setting.path, value);
      sources.set(setting.path, source);
    }
  }
  return {
    values,
    valueAt: (path) => valueAt(values, path),
    sourceOf: (path) => overrideOf(sources, path) ?? (file === undefined ? undefined : fileSource(file, path)),
  };
}

function overrideOf(sources: ReadonlyMap<string, ValueSource>, path: readonly PropertyKey[]): ValueSource | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const source = sources.get(path.slice(0, length).map(String).join('.'));
    if (source !== undefined) {
      return source;
    }
  }
  return undefined;
}

function fileSource(file: ConfigFile, path: readonly PropertyKey[]): ValueSource | undefined {
  return valueAt(file.values, path) === undefined
    ? undefined
    : { kind: 'file', name: file.name, line: file.lineOf(path) };
}

function put(values: Record<string, unknown>, path: string, value: unknown): void {
  const [name = '', ...rest] = path.split('.');
  if (rest.length === 0) {
    values[name] = value;
    return;
  }
  values[name] ??= {};
  const child = values[name];
  // A section that is no section stays as it is: the schema will say so.
  if (isRecord(child)) {
    put(child, rest.join('.'), value);
  }
}

function remove(values: Record<string, unknown>, path: string): void {
  const [section = '', name = ''] = path.split('.');
  const child = values[section];
  if (isRecord(child)) {
    Reflect.deleteProperty(child, name);
  }
}

function valueAt(values: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, part) => {
    const indexed = Array.isArray(value) || isRecord(value);
    return indexed && Object.hasOwn(value, part) ? (value as Record<PropertyKey, unknown>)[part] : undefined;
  }, values);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
