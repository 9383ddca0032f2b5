import { resolve } from 'node:path';
import { Command } from 'commander';
import {
  buildTableMappings,
  compareLocks,
  type DrayageConfig,
  isTakenForPattern,
  isWantedBy,
  lockTables,
  renderTablesLock,
  type TablesLock,
  unmatchedPatterns,
} from '@drayage/config';
import { EXIT_CODES, type ExitCode, UsageError } from '@drayage/terminal';
import { withAwsOptions, type AwsFlags } from '../aws/aws-flags.js';
import { operatorConfig, withAws } from '../aws/open-aws.js';
import type { CliEnvironment } from '../cli-environment.js';
import { type BrokenLock, isBroken, lockPath, lookAtLock, needLock, writeWhole } from '../mappings/lock-on-disk.js';
import { renderGenerated, type GeneratedLock } from '../render/render-mappings.js';
import { readFacts, UNSAID_SCHEMAS, withSource } from '../source/read-source.js';
import { NO_SOURCE, sourceAddressOf } from '../source/source-address.js';
import { sourceSettings, withSourceOptions, type SourceFlags } from '../source/source-options.js';
import { convertCommand } from './convert-command.js';

const EXAMPLES = `
Examples:
  $ dray mappings generate --include 'shop.*' --exclude 'shop.audit_*'
  $ dray mappings generate --check
  $ dray mappings json --out table-mappings.json
  $ dray mappings convert recipe dms-recipe.yaml > from-recipe.yaml

The lock file (tables.lockFile) holds the tables that AWS DMS replicates, with keys and column types, as they stand at the source. It is
the same for the same source: commit it, and let --check tell in CI that the source has changed. From it come the table mappings of AWS
DMS, which take no wildcards where rows are spread over shards. What convert prints is joined with the configuration file by hand: a
file has each section once.
Exit codes: 0 done, 1 failure, or --check found a difference, 2 usage or configuration, 130 interrupted.
`;

const GENERATE_EXAMPLES = `
Examples:
  $ dray mappings generate --source-url postgresql://dms@db.example.com/shop --include 'shop.*' --exclude 'shop.audit_*'
  $ dray mappings generate --lock shop.lock.yaml
  $ dray mappings generate --check

Reads the source and writes nothing to it. A file that would say the same is not written again; a broken one is made anew. A pattern
that means no table is refused, for such a table would be missing from the mappings without a word.
Exit codes: 0 done, 1 failure, or --check found a difference, 2 usage or configuration, 130 interrupted.
`;

const JSON_EXAMPLES = `
Examples:
  $ dray mappings json
  $ dray mappings json --out table-mappings.json
  $ dray mappings json --lock shop.lock.yaml

Asks neither the source nor AWS: what the lock file says is all that it needs. dray deploy makes the same by itself.
Exit codes: 0 done, 1 failure, 2 usage or configuration, 130 interrupted.
`;

/** `dray mappings generate | json | convert`. */
export function mappingsCommand(environment: CliEnvironment, finish: (code: ExitCode) => void): Command {
  const command = new Command('mappings')
    .description('Which tables AWS DMS replicates, and how their rows are spread.')
    .addHelpText('after', EXAMPLES);
  for (const make of [generateCommand, jsonCommand, convertCommand]) command.addCommand(make(environment, finish));
  return command;
}

interface GenerateFlags extends AwsFlags, SourceFlags {
  readonly check?: boolean;
  readonly lock?: string;
}

function generateCommand(environment: CliEnvironment, finish: (code: ExitCode) => void): Command {
  const command = new Command('generate').description(
    'Make the lock file from the live source, or see whether it still equals it.',
  );
  return withAwsOptions(withSourceOptions(command), [])
    .option('--lock <file>', 'the lock file (default: tables.lockFile)')
    .option('--check', 'write nothing; exit code 1 where the source differs')
    .addHelpText('after', GENERATE_EXAMPLES)
    .action(async (flags: GenerateFlags) => {
      finish(await generate(flags, environment));
    });
}

async function generate(flags: GenerateFlags, environment: CliEnvironment): Promise<ExitCode> {
  return withAws(
    { ...flags, settings: { ...sourceSettings(flags), 'tables-lock-file': flags.lock } },
    environment,
    async ({ clients, config }) => {
      const address = await sourceAddressOf(clients, config);
      if (address === undefined) throw new UsageError('No source is named.', NO_SOURCE);
      const path = lockPath(config, environment);
      const older = await lookAtLock(path);
      const newer = await withSource(
        address,
        async (session) => lockOf(await readFacts(session, config, UNSAID_SCHEMAS), config),
        environment.signal,
      );
      const result = await compareAndWrite({
        path,
        older,
        newer,
        isMeant: isWantedBy(config.tables),
        check: flags.check === true,
      });
      environment.stdout.write(flags.output === 'json' ? `${JSON.stringify(result)}\n` : renderGenerated(result));
      return result.action === 'checked' && result.differences.length > 0 ? EXIT_CODES.failure : EXIT_CODES.done;
    },
  );
}

/** @throws UsageError where no table is meant, or a pattern means none: what is not in the mappings is not replicated. */
function lockOf({ engine, tables }: Awaited<ReturnType<typeof readFacts>>, config: DrayageConfig): TablesLock {
  if (!tables.known)
    throw new UsageError(
      `The tables of the source cannot be read: ${tables.why}`,
      'Read them as another user (--source-url).',
    );
  if (tables.value.length === 0) {
    throw new UsageError(
      'No table of the source is meant.',
      'Correct tables.include (--include), whose names are case-sensitive, or let the user see the tables.',
    );
  }
  const unmatched = unmatchedPatterns(config.tables, tables.value);
  if (unmatched.length > 0) {
    throw new UsageError(
      `No table of the source is meant by ${unmatched.join(', ')}.`,
      'Correct it in tables.include (--include), whose names are case-sensitive, take it out, or let the user see the tables.',
    );
  }
  const wild = tables.value.find(({ schema, name }) => isTakenForPattern(schema) || isTakenForPattern(name));
  if (wild !== undefined) {
    throw new UsageError(
      `AWS DMS would take the name ${wild.schema}.${wild.name} for a pattern.`,
      'Rename the table, or leave it out (tables.exclude).',
    );
  }
  return lockTables(engine, tables.value, config.tables.partitionKey);
}

interface Comparison {
  readonly path: string;
  readonly older: TablesLock | BrokenLock | undefined;
  readonly newer: TablesLock;
  readonly isMeant: ReturnType<typeof isWantedBy>;
  readonly check: boolean;
}

async function compareAndWrite({ path, older, newer, isMeant, check }: Comparison): Promise<GeneratedLock> {
  const tables = newer.tables.length;
  const differences = differencesOf(older, newer, isMeant);
  if (check) return { path, tables, action: 'checked', differences };
  if (differences.length === 0) return { path, tables, action: 'unchanged', differences };
  await writeWhole(path, renderTablesLock(newer));
  return older === undefined
    ? { path, tables, action: 'made', differences: [] }
    : { path, tables, action: 'changed', differences };
}

function differencesOf(
  older: Comparison['older'],
  newer: TablesLock,
  isMeant: Comparison['isMeant'],
): GeneratedLock['differences'] {
  if (older === undefined) return [{ table: '*', changes: ['there is no lock file'] }];
  // A broken one is made anew: it has nothing that could be kept.
  if (isBroken(older)) return [{ table: '*', changes: [older.message] }];
  return compareLocks(older, newer, isMeant);
}

interface JsonFlags {
  readonly config?: string;
  readonly lock?: string;
  readonly out?: string;
}

function jsonCommand(environment: CliEnvironment, finish: (code: ExitCode) => void): Command {
  return new Command('json')
    .description('Print the table mappings of AWS DMS from the lock file.')
    .option('--lock <file>', 'the lock file (default: tables.lockFile)')
    .option('--out <file>', 'write them into a file')
    .option('--config <file>', 'configuration file (default: drayage.config.yaml or .json in this folder)')
    .addHelpText('after', JSON_EXAMPLES)
    .action(async (flags: JsonFlags) => {
      const config = await operatorConfig({ ...flags, settings: { 'tables-lock-file': flags.lock } }, environment);
      const text = `${JSON.stringify(buildTableMappings(await needLock(lockPath(config, environment))), undefined, 2)}\n`;
      if (flags.out === undefined) environment.stdout.write(text);
      else await writeWhole(resolve(environment.cwd, flags.out), text);
      finish(EXIT_CODES.done);
    });
}
