import { Command, Option } from 'commander';
import { AREAS, type Area, diagnose, type Finding } from '@drayage/doctor';
import { withAwsOptions, type AwsFlags } from '../aws/aws-flags.js';
import { withAws, type OpenedAws } from '../aws/open-aws.js';
import type { CliEnvironment } from '../cli-environment.js';
import { planFixes, type PlannedFix } from '../doctor/apply-fixes.js';
import { readPipelineFacts } from '../doctor/read-pipeline-facts.js';
import { EXIT_CODES, type ExitCode } from '../exit-codes.js';
import { confirm } from '../letters/confirm.js';
import { paintFor } from '../render/paint.js';
import { renderFindings } from '../render/render-findings.js';
import { sourceSettings, withSourceOptions, type SourceFlags } from '../source/source-options.js';

interface DoctorFlags extends AwsFlags, SourceFlags {
  readonly only?: readonly Area[];
  readonly notes?: boolean;
  readonly strict?: boolean;
  readonly fix?: boolean;
  readonly yes?: boolean;
}

const EXAMPLES = `
Examples:
  $ dray doctor
  $ dray doctor --only source --source-url postgresql://dms@db.example.com/shop
  $ dray doctor --fix
  $ dray doctor --output json --strict

It looks at the source database, the endpoints, task settings and mappings of the replication, the stream, the roles, the sink's
function and the target, and changes nothing. What it cannot read is a finding as well. Names come from the flags, the
environment or the configuration file (sections source, tables and aws). Each finding says what is wrong, what is lost while it stays
so, and what to do; those with [--fix] are mended by --fix, which asks first.
Exit codes: 0 nothing wrong (warnings and notes do not count, unless --strict counts warnings), 1 something is wrong, could not be
read or not be mended, 2 usage or configuration, 130 interrupted.
`;

/** `dray doctor`. */
export function doctorCommand(environment: CliEnvironment, finish: (code: ExitCode) => void): Command {
  const command = new Command('doctor').description('Find what is wrong before rows are lost, or why they are.');
  return withSourceOptions(withAwsOptions(command, ['replication', 'stream', 'function', 'to', 'pipeline']))
    .addOption(new Option('--only <area...>', 'look at these alone').choices(AREAS))
    .option('--notes', 'also limits that nothing mends')
    .option('--strict', 'warnings count as wrong')
    .option('--fix', 'mend what a statement or a call mends')
    .option('--yes', 'do not ask before mending')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: DoctorFlags) => {
      finish(await doctor(flags, environment));
    });
}

async function doctor(flags: DoctorFlags, environment: CliEnvironment): Promise<ExitCode> {
  return withAws({ ...flags, settings: sourceSettings(flags) }, environment, async (opened) => {
    const look = (): Promise<Look> => lookAt(opened, flags, environment);
    const first = await look();
    if (flags.fix !== true) return tell(first.findings, flags, environment);
    const password = environment.env.DMS_PASSWORD;
    const fixes = planFixes(first.findings, first.look, opened.config, password === '' ? undefined : password);
    if (fixes.length === 0) return tell(first.findings, flags, environment);
    if (!(await agreed(fixes, flags, environment))) {
      environment.stderr.write('Nothing was changed.\n');
      return tell(first.findings, flags, environment);
    }
    const failed = await mend(fixes, opened, environment);
    const code = tell((await look()).findings, flags, environment);
    return failed ? EXIT_CODES.failure : code;
  });
}

interface Look {
  readonly look: Awaited<ReturnType<typeof readPipelineFacts>>;
  readonly findings: readonly Finding[];
}

async function lookAt({ clients, config }: OpenedAws, { only }: DoctorFlags, { signal }: CliEnvironment): Promise<Look> {
  const isAsked = (area: Area): boolean => only?.includes(area) ?? true;
  const look = await readPipelineFacts(clients, config, { isAsked, signal });
  return { look, findings: diagnose(look.facts).filter(({ area }) => isAsked(area)) };
}

async function agreed(fixes: readonly PlannedFix[], { yes }: DoctorFlags, environment: CliEnvironment): Promise<boolean> {
  environment.stderr.write(`To be done:\n${fixes.map(({ what }) => `  ${what}\n`).join('')}`);
  return yes === true || confirm(`Do ${fixes.length === 1 ? 'it' : `all ${fixes.length}`}?`, environment);
}

/** Each one on its own: one that fails keeps the next from nothing. Answers whether one failed. */
async function mend(fixes: readonly PlannedFix[], { clients }: OpenedAws, { stderr, signal }: CliEnvironment): Promise<boolean> {
  let failed = false;
  for (const { what, run } of fixes) {
    signal.throwIfAborted();
    const [title = what] = what.split(':');
    try {
      await run(clients);
      stderr.write(`done    ${title}\n`);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      failed = true;
      stderr.write(`failed  ${title}: ${error.message}\n`);
    }
  }
  return failed;
}

function tell(findings: readonly Finding[], { output, notes = false, strict }: DoctorFlags, { stdout, env }: CliEnvironment): ExitCode {
  stdout.write(output === 'json' ? `${JSON.stringify({ findings })}\n` : renderFindings(findings, { notes, width: stdout.columns, paint: paintFor(stdout, env) }));
  const wrong = findings.some(({ severity }) => severity === 'error' || (strict === true && severity === 'warning'));
  return wrong ? EXIT_CODES.failure : EXIT_CODES.done;
}
