import { Argument, Command, Option } from 'commander';
import {
  convertAddress,
  convertColumnTypesSetting,
  convertRecipe,
  type Conversion,
  ConversionError,
  renderConfigYaml,
} from '@drayage/config';
import { EXIT_CODES, type ExitCode, printable, UsageError } from '@drayage/terminal';
import type { CliEnvironment } from '../cli-environment.js';
import { readInput } from '../mappings/read-input.js';

interface ConvertFlags {
  readonly output: 'yaml' | 'json';
}

const EXAMPLES = `
Examples:
  $ dray mappings convert recipe dms-recipe.yaml
  $ dray mappings convert address 'kinesis+dms:///arn:aws:kinesis:eu-central-1:123456789012:stream/orders'
  $ dray mappings convert column-types '{"public:orders:attributes": "map"}'

The configuration goes to standard output, what has no equivalent to standard error. Sections that your file has already (write,
kinesis, tables) are joined by hand: a file has each of them once.
`;

const RECIPE_EXAMPLES = `
Examples:
  $ dray mappings convert recipe dms-recipe.yaml > from-recipe.yaml
  $ dray mappings convert recipe - --output json < dms-recipe.yaml
`;

const ADDRESS_EXAMPLES = `
Examples:
  $ dray mappings convert address 'kinesis+dms:///arn:aws:kinesis:eu-central-1:123456789012:stream/orders'
`;

const COLUMN_TYPES_EXAMPLES = `
Examples:
  $ dray mappings convert column-types '{"public:orders:attributes": "map"}'
`;

/** `dray mappings convert recipe | address | column-types`. */
export function convertCommand(environment: CliEnvironment, finish: (code: ExitCode) => void): Command {
  const command = new Command('convert')
    .description('Settings of the CrateDB Toolkit and LorryStream as configuration of Drayage.')
    .addHelpText('after', EXAMPLES);
  const add = (converter: Command, convert: (input: string) => Conversion | Promise<Conversion>): void => {
    command.addCommand(
      converter
        .addOption(
          new Option('--output <format>', 'how to print the configuration').choices(['yaml', 'json']).default('yaml'),
        )
        .action(async (input: string, flags: ConvertFlags) => {
          print(await converted(() => convert(input)), flags, environment);
          finish(EXIT_CODES.done);
        }),
    );
  };
  add(
    new Command('recipe')
      .description('A recipe for DMS of the CrateDB Toolkit (pk, map, ignore_ddl, mapping_strategy).')
      .addArgument(new Argument('<file>', 'the recipe, or - for standard input'))
      .addHelpText('after', RECIPE_EXAMPLES),
    async (file) => convertRecipe(await readInput(file, environment)),
  );
  add(
    new Command('address')
      .description('An address kinesis+dms:// of the CrateDB Toolkit.')
      .addArgument(new Argument('<url>', 'kinesis+dms://…'))
      .addHelpText('after', ADDRESS_EXAMPLES),
    convertAddress,
  );
  add(
    new Command('column-types')
      .description('The setting COLUMN_TYPES of LorryStream.')
      .addArgument(new Argument('<json>', 'the value of COLUMN_TYPES'))
      .addHelpText('after', COLUMN_TYPES_EXAMPLES),
    convertColumnTypesSetting,
  );
  return command;
}

async function converted(convert: () => Conversion | Promise<Conversion>): Promise<Conversion> {
  try {
    return await convert();
  } catch (error) {
    if (error instanceof ConversionError) throw new UsageError(error.message, error.remedy);
    throw error;
  }
}

function print({ config, notes }: Conversion, { output }: ConvertFlags, { stdout, stderr }: CliEnvironment): void {
  stdout.write(output === 'json' ? `${JSON.stringify({ config, notes })}\n` : renderConfigYaml(config));
  if (output === 'yaml') for (const note of notes) stderr.write(`Note: ${printable(note)}\n`);
}
