import { Argument, Command, Option } from 'commander';
import { convertAddress, convertColumnTypesSetting, convertRecipe, type Conversion, ConversionError, renderConfigYaml } from '@drayage/config';
import type { CliEnvironment } from '../cli-environment.js';
import { EXIT_CODES, type ExitCode } from '../exit-codes.js';
import { readInput } from '../mappings/read-input.js';
import { UsageError } from '../usage-error.js';

interface ConvertFlags {
  readonly output: 'yaml' | 'json';
}

const EXAMPLES = `
Examples:
  $ dray mappings convert recipe dms-recipe.yaml
  $ dray mappings convert address 'kinesis+dms:///arn:aws:kinesis:eu-central-1:123456789012:stream/orders'
  $ dray mappings convert column-types '{"public:orders:attributes": "map"}'

The configuration goes to standard output, what has no equivalent to standard error.
`;

/** `dray mappings convert recipe | address | column-types`. */
export function convertCommand(environment: CliEnvironment, finish: (code: ExitCode) => void): Command {
  const command = new Command('convert').description('Settings of the CrateDB Toolkit and LorryStream as configuration of Drayage.').addHelpText('after', EXAMPLES);
  const add = (name: string, argument: Argument, description: string, convert: (input: string) => Conversion | Promise<Conversion>): void => {
    command.addCommand(
      new Command(name)
        .description(description)
        .addArgument(argument)
        .addOption(new Option('--output <format>', 'how to print the configuration').choices(['yaml', 'json']).default('yaml'))
        .action(async (input: string, flags: ConvertFlags) => {
          print(await converted(() => convert(input)), flags, environment);
          finish(EXIT_CODES.done);
        }),
    );
  };
  add('recipe', new Argument('<file>', 'the recipe, or - for standard input'), 'A recipe for DMS of the CrateDB Toolkit (pk, map, ignore_ddl, mapping_strategy).', async (file) =>
    convertRecipe(await readInput(file, environment)),
  );
  add('address', new Argument('<url>', 'kinesis+dms://…'), 'An address kinesis+dms:// of the CrateDB Toolkit.', convertAddress);
  add('column-types', new Argument('<json>', 'the value of COLUMN_TYPES'), 'The setting COLUMN_TYPES of LorryStream.', convertColumnTypesSetting);
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
  if (output === 'yaml') for (const note of notes) stderr.write(`Note: ${note}\n`);
}
