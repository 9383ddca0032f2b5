import { resolve } from 'node:path';

import type { ConfigProblem } from '../problems/config-problem.js';
import { type ConfigFile, parseConfigFile } from './config-file.js';

const FILE_NAMES = ['drayage.config.yaml', 'drayage.config.yml', 'drayage.config.json'];

export interface FileSearch {
  readonly cwd: string;
  /** The file that a flag or `DRAYAGE_CONFIG` names; `undefined`: look in `cwd`. */
  readonly named: string | undefined;
  /** Rejects with `code: 'ENOENT'` where there is no such file, as `node:fs/promises` does. */
  readonly readFile: (path: string) => Promise<string>;
}

export interface FoundFile {
  /** `undefined`: there is none, or it cannot be read. */
  readonly file: ConfigFile | undefined;
  readonly problems: readonly ConfigProblem[];
}

/** Reads the one configuration file there is. A named file must exist; of the usual names there may be at most one. */
export async function findConfigFile(search: FileSearch): Promise<FoundFile> {
  const results = await Promise.all(
    (search.named === undefined ? FILE_NAMES : [search.named]).map((name) => open(search, name)),
  );
  const found = results.filter((result) => result !== undefined);
  if (found.length > 1) {
    return {
      file: undefined,
      problems: [
        problem(
          'There is more than one drayage.config file in this folder.',
          'Keep one, or name it in DRAYAGE_CONFIG.',
        ),
      ],
    };
  }
  return found[0] ?? { file: undefined, problems: [] };
}

async function open({ cwd, readFile, named }: FileSearch, name: string): Promise<FoundFile | undefined> {
  let text: string;
  try {
    text = await readFile(resolve(cwd, name));
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (missing && named === undefined) {
      return undefined;
    }
    const message = missing
      ? `The configuration file ${name} does not exist.`
      : `The configuration file ${name} cannot be read.`;
    return {
      file: undefined,
      problems: [problem(message, 'Correct DRAYAGE_CONFIG or --config, or the rights of the file.')],
    };
  }
  const parsed = parseConfigFile(name, text);
  return parsed.ok ? { file: parsed.file, problems: [] } : { file: undefined, problems: parsed.problems };
}

function problem(message: string, remedy: string): ConfigProblem {
  return { path: '', variable: 'DRAYAGE_CONFIG', message, remedy };
}
