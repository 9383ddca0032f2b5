import { parseArgs } from 'node:util';

import { type ConfigProblem, listSettings } from '@drayage/config';

/** What the command line asks for. */
export type CommandLine =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | {
      readonly kind: 'run';
      readonly flags: Readonly<Record<string, string>>;
      readonly problems: readonly ConfigProblem[];
    };

/** Reads the arguments after the program’s name. Unknown flags are left in: the configuration knows which were meant. */
export function parseArguments(argv: readonly string[]): CommandLine {
  const settings = listSettings();
  const known = Object.fromEntries(settings.map(({ flag }) => [flag, { type: 'string' as const }]));
  const options = {
    ...known,
    config: { type: 'string' as const },
    help: { type: 'boolean' as const, short: 'h' },
    version: { type: 'boolean' as const, short: 'v' },
  };
  const { values, positionals } = parseArgs({ args: [...argv], options, strict: false });
  if (values.help === true) {
    return { kind: 'help' };
  }
  if (values.version === true) {
    return { kind: 'version' };
  }
  const switches = new Set(settings.filter(({ schema }) => schema.type === 'boolean').map(({ flag }) => flag));
  const bare = Object.keys(values).filter(
    (name) => values[name] === true && Object.hasOwn(options, name) && !switches.has(name),
  );
  const flags = Object.entries(values).filter(([name]) => !bare.includes(name));
  return {
    kind: 'run',
    flags: Object.fromEntries(flags.map(([name, value]) => [name, String(value)])),
    problems: [
      ...bare.map((name) => problem(name, `--${name} has no value.`, `Write --${name}=VALUE.`)),
      ...(positionals.length === 0
        ? []
        : [
            problem('', 'There is an argument that belongs to no flag.', 'Write --flag=VALUE; --help lists the flags.'),
          ]),
    ],
  };
}

function problem(name: string, message: string, remedy: string): ConfigProblem {
  return { path: '', source: { kind: 'flag', name }, message, remedy };
}
