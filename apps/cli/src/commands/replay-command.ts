import { Argument, Command, Option } from 'commander';
import { EXIT_CODES, type ExitCode, parseCount, UsageError } from '@drayage/terminal';
import { openTarget } from '../aws/open-target.js';
import { resolve } from 'node:path';
import {
  createTargetDeadLetterStore,
  createWriter,
  openFileDeadLetterStore,
  type FileDeadLetterStore,
  type SinkDatabase,
  type SourceTableStatus,
} from '@drayage/cratedb-writer';
import type { CliEnvironment } from '../cli-environment.js';
import { createPlanDatabase, type PlanDatabase } from '../dry-run/plan-database.js';
import { readOnlyAddress } from '../dry-run/read-only-address.js';
import { interruptible } from '../interruptible.js';
import { createProgressBar } from '../render/progress-bar.js';
import { renderSummary, summarize, type ReplaySummary } from '../render/render-summary.js';
import { warn } from '../render/warn.js';
import { createBoundedPipeline } from '../replay/create-bounded-pipeline.js';
import { openCapture, type CaptureFile } from '../replay/open-capture.js';
import { replayCapture } from '../replay/replay-capture.js';
import { parseTargetFlag } from '../target-flag.js';
import { replaySettings, type ReplaySettings } from '../replay/replay-settings.js';

interface ReplayFlags {
  readonly to: string;
  readonly mapping?: string;
  readonly config?: string;
  readonly streamName?: string;
  readonly pipeline?: string;
  readonly adopt?: boolean;
  readonly dryRun?: boolean;
  readonly deadLetters?: string;
  readonly connections: number;
  readonly output: 'table' | 'json';
}

const EXAMPLES = `
Examples:
  $ dray replay capture.ndjson --to crate://crate@localhost:4200/
  $ dray replay capture.ndjson --to pglite:./scratch --output json
  $ zcat capture.ndjson.gz | dray replay - --to crate://crate@localhost:4200/ --mapping universal
  $ dray replay capture.ndjson --to crate://crate@localhost:4200/ --dry-run
  $ dray replay capture.ndjson --to crate://crate@localhost:4200/ --dead-letters letters.ndjson

Lines are DMS messages, bare or with a "kinesis" object beside them. Running it twice changes nothing.
Exit codes: 0 done, 1 failure, 2 usage or configuration, 3 done but some records became dead letters, 130 interrupted.
`;

/** `dray replay FILE|- --to URL`. */
export function replayCommand(environment: CliEnvironment, finish: (code: ExitCode) => void): Command {
  return new Command('replay')
    .description('Apply a capture of DMS messages to a target.')
    .addArgument(new Argument('<file>', 'ndjson capture, or - for standard input'))
    .requiredOption('--to <url>', 'target: crate://…, postgresql://… or pglite:DIR')
    .addOption(
      new Option('--mapping <mapping>', 'column for column, or pk/data/aux objects').choices(['direct', 'universal']),
    )
    .option('--config <file>', 'configuration file, for everything else about how rows are written')
    .option('--stream-name <name>', "the stream's name in positions, in place of the capture's own")
    .option('--pipeline <name>', 'name under which drayage.* rows are kept (default: PIPELINE, else "replay")')
    .option('--adopt', 'take over target tables that hold rows and belong to no pipeline')
    .option('--dead-letters <file>', 'keep dead letters in this file, not in the target')
    .option('--dry-run', 'print DDL, statements and counts; write nothing')
    .addOption(
      new Option('--connections <n>', 'parallel connections to the target').argParser(parseConnections).default(2, '2'),
    )
    .addOption(new Option('--output <format>', 'how to print the result').choices(['table', 'json']).default('table'))
    .addHelpText('after', EXAMPLES)
    .action(async (source: string, flags: ReplayFlags) => {
      const work = (): Promise<ExitCode> => replay(source, flags, environment);
      finish(await (flags.dryRun === true ? work() : interruptible('written', environment, work)));
    });
}

async function replay(source: string, flags: ReplayFlags, environment: CliEnvironment): Promise<ExitCode> {
  const address = parseTargetFlag(flags.to);
  for (const warning of address.warnings) warn(environment, warning);
  const settings = await replaySettings(flags, environment);
  const file = await openCapture(source, environment.stdin, environment.signal);
  try {
    const opened = flags.dryRun === true ? await readOnlyAddress(address) : address;
    const database = await openTarget(
      { address: opened, lanes: flags.connections, applicationName: 'dray replay' },
      environment.signal,
    );
    try {
      const letters = await openLettersFile(flags, settings, environment);
      const summary = await run({ database, file, flags, settings, environment, letters }).finally(() =>
        letters?.close(),
      );
      environment.stdout.write(flags.output === 'json' ? `${JSON.stringify(summary)}\n` : renderSummary(summary));
      return summary.deadLetters > 0 ? EXIT_CODES.deadLetters : EXIT_CODES.done;
    } finally {
      await database.close();
    }
  } finally {
    await file.dispose();
  }
}

interface Run {
  readonly database: SinkDatabase;
  readonly file: CaptureFile;
  readonly flags: ReplayFlags;
  readonly settings: ReplaySettings;
  readonly environment: CliEnvironment;
  /** `undefined`: letters go into the target. */
  readonly letters: FileDeadLetterStore | undefined;
}

/** A dry run writes nothing, this file included. */
async function openLettersFile(
  { deadLetters, dryRun }: ReplayFlags,
  { pipeline }: ReplaySettings,
  { now, cwd }: CliEnvironment,
): Promise<FileDeadLetterStore | undefined> {
  if (deadLetters === undefined || dryRun === true) return undefined;
  try {
    return await openFileDeadLetterStore(resolve(cwd, deadLetters), pipeline, now);
  } catch (error) {
    throw new UsageError(
      `--dead-letters: ${error instanceof Error ? error.message : String(error)}`,
      'Give a file that can be written.',
    );
  }
}

async function run({ database, file, flags, settings, environment, letters }: Run): Promise<ReplaySummary> {
  const { signal, now, stderr } = environment;
  const plan: PlanDatabase | undefined = flags.dryRun === true ? createPlanDatabase(database) : undefined;
  const target = plan?.database ?? database;
  const writer = createWriter({ database: target, pipeline: settings.pipeline, policy: settings.policy, now });
  const pipeline = createBoundedPipeline(
    {
      writer,
      deadLetters: letters?.store ?? createTargetDeadLetterStore(target, settings.pipeline, now),
      onError: settings.onError,
      suspendAfter: settings.suspendAfter,
      // A file has an end: rows wait for their table's create-table until then.
      unknownTableTimeoutMs: Number.POSITIVE_INFINITY,
    },
    environment,
  );
  const started = performance.now();
  const bar = createProgressBar(stderr, file.bytes);
  try {
    await pipeline.start(signal);
    const outcome = await replayCapture({
      pipeline,
      file,
      streamName: flags.streamName,
      beforeImageField: settings.beforeImageField,
      signal,
      onProgress: (bytes, total) => bar.advance(bytes, total.records),
    });
    bar.stop();
    for (const warning of writer.warnings()) warn(environment, warning);
    stderr.write(loadingNote(writer.tables(), settings.pipeline));
    return summarize(outcome, (performance.now() - started) / 1000, plan?.statements());
  } finally {
    bar.stop();
  }
}

function parseConnections(text: string): number {
  const remedy = 'Two connections pay on CrateDB, four a little more.';
  return parseCount(text, { option: '--connections', to: 64, remedy });
}

/** A file may end within a load, so its end says nothing about one. */
function loadingNote(tables: readonly SourceTableStatus[], pipeline: string): string {
  const loading = tables.filter(({ state, rowsWritten }) => state === 'loading' && rowsWritten > 0);
  if (loading.length === 0) return '';
  const names = loading.map(({ source }) => `${source.schema}.${source.table}`);
  const shown =
    names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more tables` : names.join(', ');
  return `Note: the load of ${shown} is not known to have ended; rows of earlier loads stay. If it has: dray reload --complete --all --pipeline ${pipeline} --to URL\n`;
}
