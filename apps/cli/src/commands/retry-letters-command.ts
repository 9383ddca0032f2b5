import { Argument, Command, Option } from 'commander';
import { createWriter } from '@drayage/cratedb-writer';
import { suspendTables } from '@drayage/pipeline';
import { EXIT_CODES, type ExitCode } from '@drayage/terminal';
import type { CliEnvironment } from '../cli-environment.js';
import { interruptible } from '../interruptible.js';
import { retryLetters, type RetriedLetter } from '../letters/retry-letters.js';
import { requireSelection, selectLetters, unknownLetters } from '../letters/select-letters.js';
import { withLetters, type OpenedLetters } from '../letters/with-letters.js';
import { createProgressBar } from '../render/progress-bar.js';
import { warn } from '../render/warn.js';
import { renderRetry, summarizeRetry } from '../render/render-letters.js';
import { createBoundedPipeline } from '../replay/create-bounded-pipeline.js';
import { withCommonOptions, withSelection, type CommonFlags, type SelectionFlags } from './letter-options.js';

interface RetryFlags extends CommonFlags, SelectionFlags {
  readonly from?: string;
  readonly force?: boolean;
}

const EXAMPLES = `
Examples:
  $ dray dead-letters retry 1f0c4f6f9b7e4d4c8f1f0a9be35d2c11
  $ dray dead-letters retry --table public.orders --code value-too-long
  $ dray dead-letters retry --all --output json
  $ dray dead-letters retry --from letters.ndjson --all --to crate://crate@localhost:4200/

A letter is applied where it was in the stream and with the time of its message: what is newer in the target stays, and the letter
is closed as superseded. Letters that wait behind it go along, in their order. Running it twice changes nothing.
`;

/** `dray dead-letters retry [ID…]`. */
export function retryCommand(environment: CliEnvironment, finish: (code: ExitCode) => void): Command {
  const description =
    'Apply dead letters again, in the order of their messages, under the configuration of the pipeline.';
  return withSelection(withCommonOptions(new Command('retry').description(description)))
    .addArgument(new Argument('[id...]', 'ids of letters'))
    .addOption(
      new Option(
        '--state <state>',
        'state of the letters: with --state discarded, discarded ones are applied after all',
      ),
    )
    .option('--all', 'every open letter of the pipeline')
    .option(
      '--from <file>',
      'letters in a file, as `dray replay --dead-letters` writes it, in place of those in the target',
    )
    .option('--force', 'with ordering `arrival`: apply letters though a row stands in their place')
    .addHelpText('after', EXAMPLES)
    .action(async (ids: readonly string[], flags: RetryFlags) => {
      requireSelection(ids, flags);
      const results = await interruptible('written', environment, () =>
        withLetters(flags, environment, (opened) => retry(ids, flags, opened, environment)),
      );
      const summary = summarizeRetry(results);
      environment.stdout.write(flags.output === 'json' ? `${JSON.stringify(summary)}\n` : renderRetry(summary));
      finish(summary.open > 0 ? EXIT_CODES.deadLetters : EXIT_CODES.done);
    });
}

async function retry(
  ids: readonly string[],
  flags: RetryFlags,
  { source, database, settings }: OpenedLetters,
  environment: CliEnvironment,
): Promise<readonly RetriedLetter[]> {
  const { signal, now, stderr } = environment;
  const selection = selectLetters(ids, flags);
  const found = await source.read(selection);
  const missing = ids.filter((id) => !found.some((letter) => letter.id === id));
  if (missing.length > 0) throw unknownLetters(missing);
  if (found.length === 0) return [];
  const { policy, suspendAfter, beforeImageField } = settings;
  const writer = createWriter({ database, pipeline: source.pipeline, policy, now });
  const pipeline = createBoundedPipeline(
    {
      writer,
      deadLetters: source.store,
      // Whatever the sink does with such records: these are letters, and stay so while they cannot be applied.
      onError: 'dead-letter',
      // A letter had its time to wait.
      unknownTableTimeoutMs: 0,
    },
    environment,
  );
  await pipeline.start(signal);
  const bar = createProgressBar(stderr, found.length);
  try {
    const results = await retryLetters({
      source,
      selection,
      writer,
      pipeline,
      ordering: policy.ordering,
      beforeImageField,
      force: flags.force === true,
      signal,
      onProgress: (done) => bar.advance(1, done),
    });
    bar.stop();
    for (const warning of writer.warnings()) warn(environment, warning);
    // Tables were taken up for this run; one that still has too many letters goes back.
    const touched = results.map(({ letter }) => letter.table);
    await suspendTables({ writer, counts: await source.store.countOpen(), suspendAfter, touched });
    return results;
  } finally {
    bar.stop();
  }
}
