import { resolve } from 'node:path';

import { loadConfig, type LoadConfigOptions, type LoadConfigResult } from '../load-config.js';
import type { ConfigProblem } from '../problems/config-problem.js';

const CWD = '/etc/pipeline';

export interface LoadCase {
  readonly env?: LoadConfigOptions['env'];
  readonly flags?: LoadConfigOptions['flags'];
  /** Files by name, in the working directory. */
  readonly files?: Readonly<Record<string, string>>;
  readonly required?: LoadConfigOptions['required'];
  readonly check?: LoadConfigOptions['check'];
  readonly nameless?: boolean;
}

/** What any configuration needs. */
export const MINIMAL_ENV = { SINK_URL: 'pglite:', KINESIS_STREAM: 'orders' };

/** `loadConfig` over files in memory. */
export function load({
  env = MINIMAL_ENV,
  flags = {},
  files = {},
  required,
  nameless,
  check,
}: LoadCase): Promise<LoadConfigResult> {
  const contents = new Map(Object.entries(files).map(([name, text]) => [resolve(CWD, name), text]));
  const readFile = (path: string): Promise<string> => {
    const text = contents.get(path);
    return text === undefined
      ? Promise.reject(Object.assign(new Error('no such file'), { code: 'ENOENT' }))
      : Promise.resolve(text);
  };
  return loadConfig({
    env,
    flags,
    readFile,
    cwd: CWD,
    ...(required === undefined ? {} : { required }),
    ...(nameless === undefined ? {} : { nameless }),
    ...(check === undefined ? {} : { check }),
  });
}

/** The result of a configuration that must be right. */
export async function loadOk(options: LoadCase): Promise<Extract<LoadConfigResult, { ok: true }>> {
  const result = await load(options);
  if (!result.ok) {
    throw new Error(`The configuration was refused: ${JSON.stringify(result.problems, undefined, 2)}`);
  }
  return result;
}

/** The mistakes of a configuration that must be wrong. */
export async function loadProblems(options: LoadCase): Promise<readonly ConfigProblem[]> {
  const result = await load(options);
  if (result.ok) {
    throw new Error('The configuration was accepted.');
  }
  return result.problems;
}
