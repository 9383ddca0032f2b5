import { Command } from 'commander';
import { type DrayageConfig, unmatchedPatterns } from '@drayage/config';
import {
  DEFAULT_PREPARATION,
  dropDdlAudit,
  HEARTBEAT_SCHEMA,
  isByHand,
  planPreparation,
  type PreparationOptions,
  type PreparationStep,
  type SourceFacts,
  unread,
  valueOf,
} from '@drayage/doctor';
import { type PreparationResult, runPreparation, SourceError, type SourceSession } from '@drayage/source-database';
import { EXIT_CODES, type ExitCode, parseCount, UsageError } from '@drayage/terminal';
import { withAwsOptions, type AwsFlags } from '../aws/aws-flags.js';
import { withAws } from '../aws/open-aws.js';
import type { CliEnvironment } from '../cli-environment.js';
import { interruptible } from '../interruptible.js';
import { confirm } from '../confirm.js';
import { renderPreparation } from '../render/render-preparation.js';
import { readFacts, withSource } from '../source/read-source.js';
import { NO_SOURCE, sourceAddressOf } from '../source/source-address.js';
import { sourceSettings, withSourceOptions, type SourceFlags } from '../source/source-options.js';

interface PrepareFlags extends AwsFlags, SourceFlags {
  readonly createUser: boolean;
  readonly ddlAudit: boolean;
  readonly ddlSchema?: string;
  readonly dropDdlAudit?: boolean;
  readonly heartbeat: boolean;
  readonly heartbeatSchema: string;
  readonly monitor: boolean;
  readonly pglogical?: boolean;
  readonly replicaIdentityFull?: boolean;
  readonly binlogRetentionHours?: number;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

/** What `tables.include` is where nobody gave it: also of a database without a table yet. */
const ALL_TABLES = '*.*';

const EXAMPLES = `
Examples:
  $ dray source prepare --source-url postgresql://admin@db.example.com/shop --dms-user dms --dry-run
  $ DMS_PASSWORD=… dray source prepare --dms-user dms --include 'shop.*'
  $ dray source prepare --replica-identity-full --yes
  $ dray source prepare --drop-ddl-audit

It makes at the source what AWS DMS needs and is not there yet: the user (its password from the variable DMS_PASSWORD), its rights,
the settings of a server of one's own, the objects by which DDL is noticed at PostgreSQL, how long binary logs are kept at
MySQL. Run it as an administrator of the source. Settings of RDS stand in its parameter group: dray doctor names them. A second
run finds nothing to do. What no statement of that user does is said, and left to you.
Exit codes: 0 done or nothing to do, 1 a statement failed or something is left to you, 2 usage or configuration, 130 interrupted.
`;

const GROUP_EXAMPLES = `
Examples:
  $ dray source prepare --dry-run
  $ dray source prepare --source-url postgresql://admin@db.example.com/shop --dms-user dms

Exit codes: 0 done or nothing to do, 1 a statement failed or something is left to you, 2 usage or configuration, 130 interrupted.
`;

/** `dray source prepare`. */
export function sourceCommand(environment: CliEnvironment, finish: (code: ExitCode) => void): Command {
  return new Command('source')
    .description('Prepare the source database for AWS DMS.')
    .addHelpText('after', GROUP_EXAMPLES)
    .addCommand(prepareCommand(environment, finish));
}

function prepareCommand(environment: CliEnvironment, finish: (code: ExitCode) => void): Command {
  const command = new Command('prepare').description('Make at the source what AWS DMS needs and is not there yet.');
  return withAwsOptions(withSourceOptions(command), [])
    .option('--no-create-user', 'do not make the user of AWS DMS')
    .option('--no-ddl-audit', 'PostgreSQL: do not make the objects by which DDL is noticed')
    .option(
      '--ddl-schema <name>',
      "PostgreSQL: where these objects are: the endpoint's DdlArtifactsSchema (default: where they are, else public)",
    )
    .option('--drop-ddl-audit', 'PostgreSQL: remove these objects, and do nothing else')
    .option('--no-heartbeat', 'PostgreSQL: do not let the user make the table of its heartbeat')
    .option(
      '--heartbeat-schema <name>',
      "PostgreSQL: where that table is (the endpoint's HeartbeatSchema)",
      HEARTBEAT_SCHEMA,
    )
    .option('--no-monitor', 'PostgreSQL: do not let the user see sessions of others and settings (pg_monitor)')
    .option('--pglogical', 'PostgreSQL: install the extension pglogical')
    .option(
      '--replica-identity-full',
      'PostgreSQL: write whole rows of tables without a usable primary key into the WAL',
    )
    .option(
      '--binlog-retention-hours <n>',
      'MySQL, MariaDB: how long binary logs are kept at least (default: 72, where they are kept for less than 24)',
      parseHours,
    )
    .option('--dry-run', 'only show the statements')
    .option('--yes', 'do not ask before running them')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: PrepareFlags) => {
      finish(await interruptible('written', environment, () => prepare(flags, environment)));
    });
}

function parseHours(text: string): number {
  return parseCount(text, { option: '--binlog-retention-hours', remedy: 'For example --binlog-retention-hours 72.' });
}

async function prepare(flags: PrepareFlags, environment: CliEnvironment): Promise<ExitCode> {
  return withAws({ ...flags, settings: sourceSettings(flags) }, environment, async ({ clients, config }) => {
    const address = await sourceAddressOf(clients, config);
    if (address === undefined) throw new UsageError('No source is named.', NO_SOURCE);
    return withSource(
      address,
      async (session) => {
        const facts = await readFacts(session, config, {
          ddlArtifactsSchema: flags.ddlSchema,
          heartbeatSchema: flags.heartbeatSchema,
        });
        refuseBlindness(facts);
        if (flags.dropDdlAudit === true) return carryOut(dropSteps(facts), { session, flags, environment });
        refuseUnmatched(facts, config.tables);
        return carryOut(planPreparation(facts, optionsOf(flags)), { session, flags, environment });
      },
      environment.signal,
    );
  });
}

function optionsOf({
  createUser,
  ddlAudit,
  heartbeat,
  monitor,
  replicaIdentityFull = false,
  pglogical = false,
  binlogRetentionHours,
}: PrepareFlags): PreparationOptions {
  return {
    ...DEFAULT_PREPARATION,
    createUser,
    ddlAudit,
    heartbeat,
    monitor,
    replicaIdentityFull,
    pglogical,
    binlogRetentionHours,
  };
}

/** A part that cannot be read has no plan: to do nothing would look like nothing to do. @throws SourceError */
function refuseBlindness(facts: SourceFacts): void {
  const parts =
    facts.engine === 'postgresql'
      ? [facts.settings, facts.rights, facts.sessionTimeouts, facts.ddlAudit, facts.heartbeat, facts.tables]
      : [facts.variables, facts.accounts, facts.rights, facts.tables];
  for (const part of parts) {
    if (!part.known) {
      throw new SourceError('source-permission', {
        message: `What is there cannot be read: ${part.why}`,
        remedy: 'Run it as an administrator of the source (RDS: the master user).',
      });
    }
  }
}

/** Rights for tables that nobody has would look like a source that is prepared. @throws UsageError */
function refuseUnmatched({ tables, user }: SourceFacts, { include }: DrayageConfig['tables']): void {
  const chosen = include.filter((pattern) => pattern !== ALL_TABLES);
  const unmatched = unmatchedPatterns({ include: chosen }, valueOf(tables) ?? []);
  if (unmatched.length === 0) return;
  throw new UsageError(
    `No table of the source is meant by ${unmatched.join(', ')}.`,
    `Correct --include (tables.include), whose names are case-sensitive, make the tables first, or read as a user that sees them, which need not be ${user}.`,
  );
}

function dropSteps(facts: SourceFacts): readonly PreparationStep[] {
  const audit = valueOf(facts.engine === 'postgresql' ? facts.ddlAudit : unread(''));
  if (audit === undefined) throw new UsageError('--drop-ddl-audit is for PostgreSQL.', 'Leave it out.');
  const statements = dropDdlAudit(audit);
  return statements.length === 0
    ? []
    : [
        {
          id: 'drop-ddl-audit',
          what: `Remove what AWS DMS notices DDL by, from schema ${audit.schema}`,
          statements,
          afterwards: 'Set CaptureDdls of the source endpoint to false, or AWS DMS makes them anew.',
        },
      ];
}

interface Preparation {
  readonly session: SourceSession;
  readonly flags: PrepareFlags;
  readonly environment: CliEnvironment;
}

async function carryOut(
  steps: readonly PreparationStep[],
  { session, flags, environment }: Preparation,
): Promise<ExitCode> {
  const { stdout, stderr, env } = environment;
  const print = (state: 'planned' | 'done', results: readonly PreparationResult[]): void => {
    stdout.write(renderPreparation(state, results, flags.output));
  };
  const planned = steps.map((step) => ({ step, error: undefined }));
  const left = steps.some(isByHand);
  if (flags.dryRun === true || steps.every(isByHand)) {
    print('planned', planned);
    return left && flags.dryRun !== true ? EXIT_CODES.failure : EXIT_CODES.done;
  }
  stderr.write(renderPreparation('planned', planned, 'table'));
  if (flags.yes !== true && !(await confirm('Run these statements?', environment))) {
    stderr.write('Nothing was changed.\n');
    return EXIT_CODES.done;
  }
  const password = env.DMS_PASSWORD === '' ? undefined : env.DMS_PASSWORD;
  const results = await runPreparation(session, steps, { password });
  print('done', results);
  return left || results.some(({ error }) => error !== undefined) ? EXIT_CODES.failure : EXIT_CODES.done;
}
