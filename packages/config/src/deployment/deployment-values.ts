import type { ValueSource } from '../problems/config-problem.js';
import { sourceEngine } from '../resolve/source-engine.js';
import { listSettings } from '../settings/setting.js';

/**
 * The values of a configuration that may still be wrong: a value of the wrong type counts as not there, since the schema
 * has already said so, and a key that is not set has its default.
 */
export interface DeploymentValues {
  readonly text: (key: string) => string | undefined;
  readonly number: (key: string) => number | undefined;
  readonly list: (key: string) => readonly unknown[] | undefined;
  readonly names: (key: string) => Readonly<Record<string, unknown>>;
  readonly isTrue: (key: string) => boolean;
  /** Whether somebody set this key, be it to its default. */
  readonly isSet: (key: string) => boolean;
  /** Whether it stands in the file: variables such as `HOST` and `PORT` may mean something else than a deployment. */
  readonly isWritten: (key: string) => boolean;
}

type At<T> = (path: readonly PropertyKey[]) => T;

export function readDeploymentValues(
  valueAt: At<unknown>,
  sourceOf: At<ValueSource | undefined> = () => undefined,
): DeploymentValues {
  const defaults = new Map(listSettings().map((setting) => [setting.path, setting.default]));
  const value = (key: string): unknown => valueAt(key.split('.')) ?? defaults.get(key);
  return {
    text: (key) => ofType(value(key), 'string'),
    number: (key) => ofType(value(key), 'number'),
    list: (key) => {
      const list = value(key);
      return Array.isArray(list) ? (list as readonly unknown[]) : undefined;
    },
    names: (key) => {
      const names = value(key);
      return typeof names === 'object' && names !== null && !Array.isArray(names) ? { ...names } : {};
    },
    isTrue: (key) => value(key) === true,
    isSet: (key) => valueAt(key.split('.')) !== undefined,
    isWritten: (key) => valueAt(key.split('.')) !== undefined && sourceOf(key.split('.'))?.kind === 'file',
  };
}

/** What the source is: any text while it is not checked. */
export function engineOf(values: Pick<DeploymentValues, 'text'>): string | undefined {
  return sourceEngine<string>({ engine: values.text('source.engine'), url: values.text('source.url') });
}

function ofType(value: unknown, type: 'string'): string | undefined;
function ofType(value: unknown, type: 'number'): number | undefined;
function ofType(value: unknown, type: 'string' | 'number'): unknown {
  return typeof value === type ? value : undefined;
}
