import { closestName } from '../problems/closest-name.js';
import type { ConfigProblem, ValueSource } from '../problems/config-problem.js';
import { readTextValue } from '../settings/read-text-value.js';
import type { Setting } from '../settings/setting.js';
import { readFlatColumnTypes } from './flat-column-types.js';

/** A value that a flag or a variable gives to one key. */
export interface Override {
  readonly setting: Setting;
  readonly value: unknown;
  readonly source: ValueSource;
}

export interface Overrides {
  readonly overrides: readonly Override[];
  readonly warnings: readonly string[];
  readonly problems: readonly ConfigProblem[];
}

/** What other tools’ values of `ON_ERROR` mean here. */
const ON_ERROR_ALIASES: ReadonlyMap<string, string> = new Map([
  ['exit', 'halt'],
  ['raise', 'halt'],
  ['ignore', 'dead-letter'],
]);

/** The variables, with `SINK_SQLALCHEMY_URL` as another name of `SINK_URL`. An empty variable counts as not set. */
export function readEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  settings: readonly Setting[],
): Overrides {
  const { SINK_URL: url, SINK_SQLALCHEMY_URL: alias } = env;
  const problems: ConfigProblem[] = [];
  if (url && alias && url !== alias) {
    problems.push({
      path: 'target.url',
      variable: 'SINK_URL',
      message: 'SINK_URL and SINK_SQLALCHEMY_URL are both set, to different targets.',
      remedy: 'Remove SINK_SQLALCHEMY_URL.',
    });
  }
  const overrides = settings.flatMap((setting) => {
    const name = setting.variable === 'SINK_URL' && !url && alias ? 'SINK_SQLALCHEMY_URL' : setting.variable;
    const text = env[name];
    return text ? [toOverride(setting, text, { kind: 'variable', name })] : [];
  });
  const warnings = [...misspelledVariables(env, settings), ...aliasWarnings(overrides, env.ON_ERROR)];
  return { overrides, warnings, problems };
}

/** The flags, by their names without dashes; `config` is not a key and is left to the caller. */
export function readFlags(
  flags: Readonly<Record<string, string | undefined>>,
  settings: readonly Setting[],
): Overrides {
  const byFlag = new Map(settings.map((setting) => [setting.flag, setting]));
  const overrides: Override[] = [];
  const problems: ConfigProblem[] = [];
  for (const [name, text] of Object.entries(flags)) {
    const setting = byFlag.get(name);
    if (text === undefined || name === 'config') {
      continue;
    }
    if (setting === undefined) {
      const near = closestName(name, byFlag.keys());
      const remedy = near === undefined ? '--help lists the flags.' : `Did you mean --${near}?`;
      problems.push({ path: '', source: { kind: 'flag', name }, message: `There is no flag --${name}.`, remedy });
    } else {
      overrides.push(toOverride(setting, text, { kind: 'flag', name }));
    }
  }
  return { overrides, warnings: aliasWarnings(overrides, flags['on-error']), problems };
}

function toOverride(setting: Setting, text: string, source: ValueSource): Override {
  const alias = setting.variable === 'ON_ERROR' ? ON_ERROR_ALIASES.get(text.trim().toLowerCase()) : undefined;
  return { setting, value: alias ?? readValue(setting, text), source };
}

function readValue({ path, schema }: Setting, text: string): unknown {
  const value = readTextValue(text, schema);
  return path === 'write.columnTypes' ? (readFlatColumnTypes(value, text) ?? value) : value;
}

function aliasWarnings(overrides: readonly Override[], onError: string | undefined): readonly string[] {
  const used = overrides.some(({ setting }) => setting.variable === 'ON_ERROR');
  return used && onError?.trim().toLowerCase() === 'ignore'
    ? [
        'ON_ERROR=ignore is taken as dead-letter: records that cannot be applied are kept and can be replayed. To leave them out, use skip.',
      ]
    : [];
}

/** Only near misses: orchestrators and other parts of this project set `DRAYAGE_` variables too. */
function misspelledVariables(
  env: Readonly<Record<string, string | undefined>>,
  settings: readonly Setting[],
): readonly string[] {
  const known = new Set([
    'DRAYAGE_CONFIG',
    ...settings.map(({ variable }) => variable).filter((name) => name.startsWith('DRAYAGE_')),
  ]);
  return Object.keys(env)
    .filter((name) => name.startsWith('DRAYAGE_') && !known.has(name))
    .flatMap((name) => {
      const near = closestName(
        name.slice('DRAYAGE_'.length),
        [...known].map((candidate) => candidate.slice('DRAYAGE_'.length)),
      );
      return near === undefined
        ? []
        : [`The variable ${name} is not known and has no effect. Did you mean DRAYAGE_${near}?`];
    });
}
