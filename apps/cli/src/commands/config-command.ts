import { readFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import {
  configJsonSchema,
  formatProblem,
  formatSource,
  listSettings,
  loadConfig,
  type Requirement,
} from '@drayage/config';
import { hidePasswords } from '@drayage/sink-shell';
import { EXIT_CODES, type ExitCode } from '@drayage/terminal';
import { withOutput } from '../aws/aws-flags.js';
import type { CliEnvironment } from '../cli-environment.js';
import { paintFor } from '../render/paint.js';
import { renderGrid } from '../render/render-grid.js';
import { warn } from '../render/warn.js';

interface CheckFlags {
  readonly config?: string;
  readonly for: 'dray' | 'sink';
  readonly output: 'table' | 'json';
}

const EXAMPLES = `
Examples:
  $ dray config check
  $ dray config schema > drayage.schema.json

Exit codes: 0 done, 2 the configuration is wrong.
`;

const CHECK_EXAMPLES = `
Examples:
  $ dray config check
  $ dray config check --config /etc/drayage/drayage.config.yaml --output json
  $ dray config check --for dray

Reads file and environment as the sink does, tells every mistake at once, and where each value comes from. It opens no connection;
passwords are not shown.
Exit codes: 0 it is right, 2 it is wrong.
`;

const SCHEMA_EXAMPLES = `
Examples:
  $ dray config schema > drayage.schema.json

For editors, name it in the first line of drayage.config.yaml:
  # yaml-language-server: $schema=./drayage.schema.json
`;

const NEEDS: Readonly<Record<CheckFlags['for'], readonly Requirement[]>> = { dray: [], sink: ['target', 'stream'] };

/** `dray config check | schema`. */
export function configCommand(environment: CliEnvironment, finish: (code: ExitCode) => void): Command {
  const checkCommand = withOutput(
    new Command('check')
      .description('Tell whether the configuration is right, and where each value comes from.')
      .option('--config <file>', 'configuration file (default: drayage.config.yaml or .json in this folder)')
      .addOption(
        new Option('--for <program>', 'sink: target and stream must be there; dray: nothing must')
          .choices(['sink', 'dray'])
          .default('sink'),
      ),
  )
    .addHelpText('after', CHECK_EXAMPLES)
    .action(async (flags: CheckFlags) => {
      finish(await check(flags, environment));
    });
  const schemaCommand = new Command('schema')
    .description('Print the JSON Schema of the configuration file.')
    .addHelpText('after', SCHEMA_EXAMPLES)
    .action(() => {
      environment.stdout.write(`${JSON.stringify(configJsonSchema(), undefined, 2)}\n`);
      finish(EXIT_CODES.done);
    });
  return new Command('config')
    .description('Check the configuration, and print its schema.')
    .addHelpText('after', EXAMPLES)
    .addCommand(checkCommand)
    .addCommand(schemaCommand);
}

async function check(flags: CheckFlags, { env, cwd, stdout, stderr }: CliEnvironment): Promise<ExitCode> {
  const loaded = await loadConfig({
    env,
    flags: flags.config === undefined ? {} : { config: flags.config },
    readFile: (path) => readFile(path, 'utf8'),
    cwd,
    required: NEEDS[flags.for],
    nameless: flags.for === 'dray',
  });
  if (!loaded.ok) {
    const { problems } = loaded;
    if (flags.output === 'json') stdout.write(`${JSON.stringify({ ok: false, problems })}\n`);
    else
      stderr.write(
        `${problems.length === 1 ? '1 problem' : `${problems.length} problems`} in the configuration:\n${problems.map((problem) => `  ${formatProblem(problem)}`).join('\n')}\n`,
      );
    return EXIT_CODES.usage;
  }
  const values = listSettings().flatMap(({ path }) => {
    const source = loaded.sources[path];
    return source === undefined
      ? []
      : [{ key: path, value: shown(valueAt(loaded.config, path)), from: formatSource(source) }];
  });
  if (flags.output === 'json')
    stdout.write(
      `${JSON.stringify({ ok: true, pipeline: loaded.config.pipeline, values, warnings: loaded.warnings })}\n`,
    );
  else {
    for (const warning of loaded.warnings) warn({ stderr }, warning);
    const body = values.map(({ key, value, from }) => [key, value, from]);
    const grid = renderGrid({
      header: ['key', 'value', 'from'],
      body,
      left: [0, 1, 2],
      elastic: 1,
      width: stdout.columns,
      paint: paintFor(stdout, env),
    });
    stdout.write(`${values.length === 0 ? 'Nothing is set: every value is a default.' : grid.join('\n')}\n`);
  }
  return EXIT_CODES.done;
}

function valueAt(config: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce(
      (value: unknown, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
      config,
    );
}

function shown(value: unknown): string {
  return hidePasswords(typeof value === 'string' ? value : value === undefined ? 'set' : JSON.stringify(value));
}
