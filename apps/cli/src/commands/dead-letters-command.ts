import type { StoredLetter } from '@drayage/cratedb-writer';
import { Argument, Command, Option } from 'commander';
import { EXIT_CODES, type ExitCode, UsageError } from '@drayage/terminal';
import type { CliEnvironment } from '../cli-environment.js';
import { interruptible } from '../interruptible.js';
import { confirm } from '../confirm.js';
import { requireSelection, selectLetters, unknownLetters } from '../letters/select-letters.js';
import { warnOfUnknownPipeline } from '../letters/warn-of-unknown-pipeline.js';
import { withLetters } from '../letters/with-letters.js';
import { limitOption } from '../options/limit-option.js';
import { paintFor } from '../render/paint.js';
import { renderLetter, renderLetters, showLetter, showPayload } from '../render/render-letters.js';
import { withCommonOptions, withSelection, type CommonFlags, type SelectionFlags } from './letter-options.js';
import { retryCommand } from './retry-letters-command.js';

const EXAMPLES = `
Examples:
  $ dray dead-letters list --table public.orders
  $ dray dead-letters show 1f0c4f6f9b7e4d4c8f1f0a9be35d2c11 --show-values
  $ dray dead-letters retry --table public.orders
  $ dray dead-letters retry --from letters.ndjson --all --to crate://crate@localhost:4200/
  $ dray dead-letters discard 1f0c4f6f9b7e4d4c8f1f0a9be35d2c11

Target and pipeline are those of the sink: SINK_URL, PIPELINE or KINESIS_STREAM, or the configuration file. Values of rows are
shown as their type and length unless --show-values is given.
Exit codes: 0 done, 1 failure, 2 usage or configuration, 3 done but some letters are still open, 130 interrupted.
`;

const LIST_EXAMPLES = `
Examples:
  $ dray dead-letters list
  $ dray dead-letters list --table public.orders --code value-too-long --limit 1000
  $ dray dead-letters list --all --output json
`;

const SHOW_EXAMPLES = `
Examples:
  $ dray dead-letters show 1f0c4f6f9b7e4d4c8f1f0a9be35d2c11
  $ dray dead-letters show 1f0c4f6f9b7e4d4c8f1f0a9be35d2c11 --show-values --output json
`;

const DISCARD_EXAMPLES = `
Examples:
  $ dray dead-letters discard 1f0c4f6f9b7e4d4c8f1f0a9be35d2c11
  $ dray dead-letters discard --table public.orders --code not-dms --yes
`;

/** `dray dead-letters list | show | retry | discard`. */
export function deadLettersCommand(environment: CliEnvironment, finish: (code: ExitCode) => void): Command {
  const command = new Command('dead-letters')
    .description('See, retry and discard records that could not be applied.')
    .addHelpText('after', EXAMPLES);
  for (const make of [listCommand, showCommand, retryCommand, discardCommand]) {
    command.addCommand(make(environment, finish));
  }
  return command;
}

function listCommand(environment: CliEnvironment, finish: (code: ExitCode) => void): Command {
  interface ListFlags extends CommonFlags, SelectionFlags {
    readonly limit: number;
    readonly showValues?: boolean;
  }
  return withSelection(
    withCommonOptions(
      new Command('list').description(
        'List dead letters in the order of their messages, the open ones unless told otherwise.',
      ),
    ),
  )
    .addOption(new Option('--state <state>', 'open, retried, discarded or superseded').default('open'))
    .option('--all', 'letters of every state')
    .addOption(limitOption('how many to show', 100))
    .option('--show-values', 'show the values of keys')
    .addHelpText('after', LIST_EXAMPLES)
    .action(async (flags: ListFlags, self: Command) => {
      if (flags.all === true && self.getOptionValueSource('state') === 'cli') {
        throw new UsageError('--all and --state say two things.', 'Give one of them.');
      }
      const selection = selectLetters([], flags);
      const letters = await withLetters(flags, environment, async ({ source, database }) => {
        const read = await source.read(flags.all === true ? { ...selection, state: undefined } : selection);
        if (read.length === 0) await warnOfUnknownPipeline(database, source.pipeline, environment);
        return read;
      });
      const shown = letters.slice(0, flags.limit);
      const showValues = flags.showValues === true;
      environment.stdout.write(
        flags.output === 'json'
          ? `${JSON.stringify({ total: letters.length, letters: shown.map((letter) => showLetter(letter, showValues)) })}\n`
          : renderLetters(shown, letters.length, {
              showValues,
              width: environment.stdout.columns,
              paint: paintFor(environment.stdout, environment.env),
            }),
      );
      finish(EXIT_CODES.done);
    });
}

function showCommand(environment: CliEnvironment, finish: (code: ExitCode) => void): Command {
  interface ShowFlags extends CommonFlags {
    readonly showValues?: boolean;
  }
  return withCommonOptions(
    new Command('show').description(
      'Show a dead letter: where it comes from, why it is one, what to do, and the record.',
    ),
  )
    .addArgument(new Argument('<id>', 'id of the letter, as `list` tells it'))
    .option('--show-values', 'show the values of the record and its key')
    .addHelpText('after', SHOW_EXAMPLES)
    .action(async (id: string, flags: ShowFlags) => {
      const letter = await withLetters(flags, environment, ({ source }) => source.find(id));
      if (letter === undefined) throw unknownLetters([id]);
      const showValues = flags.showValues === true;
      environment.stdout.write(
        flags.output === 'json'
          ? `${JSON.stringify({ ...showLetter(letter, showValues), payload: showPayload(letter, showValues) })}\n`
          : renderLetter(letter, showValues),
      );
      finish(EXIT_CODES.done);
    });
}

function discardCommand(environment: CliEnvironment, finish: (code: ExitCode) => void): Command {
  return withSelection(
    withCommonOptions(
      new Command('discard').description(
        'Close open dead letters that nobody needs; they stay closed when their record is delivered again.',
      ),
    ),
  )
    .addArgument(new Argument('[id...]', 'ids of letters'))
    .option('--all', 'every open letter of the pipeline')
    .option('--yes', 'do not ask before discarding more than one')
    .addHelpText('after', DISCARD_EXAMPLES)
    .action(async (ids: readonly string[], flags: DiscardFlags) => {
      requireSelection(ids, flags);
      const discarded = await interruptible('written', environment, () => discard(ids, flags, environment));
      if (discarded === undefined) environment.stderr.write('Nothing was discarded.\n');
      else if (flags.output === 'json')
        environment.stdout.write(
          `${JSON.stringify({ discarded: discarded.length, letters: discarded.map(({ id }) => id) })}\n`,
        );
      else environment.stdout.write(`${discarded.length} discarded\n`);
      finish(EXIT_CODES.done);
    });
}

interface DiscardFlags extends CommonFlags, SelectionFlags {
  readonly yes?: boolean;
}

/** Answers the letters that it closed; `undefined` where somebody said no. */
async function discard(
  ids: readonly string[],
  flags: DiscardFlags,
  environment: CliEnvironment,
): Promise<readonly StoredLetter[] | undefined> {
  return withLetters(flags, environment, async ({ source }) => {
    const letters = await source.read(selectLetters(ids, flags));
    const missing = ids.filter((id) => !letters.some((letter) => letter.id === id));
    if (missing.length > 0) throw unknownLetters(missing);
    const open = letters.filter(({ state }) => state === 'open');
    const isMeant = open.length <= 1 || flags.yes === true;
    if (!isMeant && !(await confirm(`Discard ${open.length} dead letters?`, environment))) return undefined;
    await source.store.close(open.map(({ position }) => ({ position, state: 'discarded' })));
    return open;
  });
}
