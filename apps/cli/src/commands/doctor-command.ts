import { Command, Option } from 'commander';
import type { DrayageConfig } from '@drayage/config';
import { AREAS, type Area, diagnose, type Finding, type UnnamedArea, unnamedAreas } from '@drayage/doctor';
import { EXIT_CODES, type ExitCode } from '@drayage/terminal';
import { withAwsOptions, type AwsFlags } from '../aws/aws-flags.js';
import { withAws, type OpenedAws } from '../aws/open-aws.js';
import type { CliEnvironment } from '../cli-environment.js';
import { planFixes, type PlannedFix } from '../doctor/apply-fixes.js';
import { readPipelineFacts } from '../doctor/read-pipeline-facts.js';
import { interruptible } from '../interruptible.js';
import { confirm } from '../confirm.js';
import { paintFor } from '../render/paint.js';
import { renderFindings } from '../render/render-findings.js';
import { renderFix, renderPlannedFixes } from '../render/render-fixes.js';
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
function, the target and the stack, and changes nothing. The source is reached by its URL or secret, else by the secret that AWS DMS
reads. What it cannot read is a finding as well. Names come from the flags, the
environment or the configuration file (sections source, tables and aws). Each finding says what is wrong, what is lost while it stays
so, and what to do; those with [--fix] are mended by --fix, which asks first.
Exit codes: 0 nothing wrong (warnings and notes do not count, unless --strict counts warnings), 1 something is wrong, could not be
read or not be mended, 2 usage or configuration, also where nobody said where the areas of --only are, 130 interrupted.
`;

/** `dray doctor`. */
export function doctorCommand(environment: CliEnvironment, finish: (code: ExitCode) => void): Command {
  const command = new Command('doctor').description('Find what is wrong before rows are lost, or why they are.');
  return withSourceOptions(withAwsOptions(command, ['replication', 'stream', 'function', 'stack', 'to', 'pipeline']))
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
    if (flags.fix !== true) return tell(first, flags, environment);
    const password = environment.env.DMS_PASSWORD;
    const fixes = planFixes(first.findings, {
      look: first.look,
      config: opened.config,
      password: password === '' ? undefined : password,
      signal: environment.signal,
    });
    if (fixes.length === 0) return tell(first, flags, environment);
    if (!(await agreed(fixes, flags, environment))) {
      environment.stderr.write('Nothing was changed.\n');
      return tell(first, flags, environment);
    }
    const [failed, then] = await interruptible(
      'done',
      environment,
      async () => [await mend(fixes, opened, environment), await look()] as const,
    );
    const code = tell(then, flags, environment);
    return failed && code === EXIT_CODES.done ? EXIT_CODES.failure : code;
  });
}

interface Look {
  readonly config: DrayageConfig;
  readonly look: Awaited<ReturnType<typeof readPipelineFacts>>;
  readonly findings: readonly Finding[];
}

async function lookAt(
  { clients, config }: OpenedAws,
  { only }: DoctorFlags,
  environment: CliEnvironment,
): Promise<Look> {
  const isAsked = (area: Area): boolean => only?.includes(area) ?? true;
  const look = await readPipelineFacts(clients, config, { isAsked, environment });
  return { config, look, findings: diagnose(look.facts).filter(({ area }) => isAsked(area)) };
}

async function agreed(
  fixes: readonly PlannedFix[],
  { yes }: DoctorFlags,
  environment: CliEnvironment,
): Promise<boolean> {
  environment.stderr.write(renderPlannedFixes(fixes));
  return yes === true || confirm(`Do ${fixes.length === 1 ? 'it' : `all ${fixes.length}`}?`, environment);
}

/** Each one on its own: one that fails keeps back only what needs it. Answers whether one failed. */
async function mend(
  fixes: readonly PlannedFix[],
  { clients }: OpenedAws,
  { stderr, signal }: CliEnvironment,
): Promise<boolean> {
  const failed = new Set<PlannedFix>();
  for (const fix of fixes) {
    signal.throwIfAborted();
    if (fix.needs !== undefined && failed.has(fix.needs)) {
      failed.add(fix);
      stderr.write(renderFix(fix, 'skipped'));
      continue;
    }
    try {
      await fix.run(clients);
      stderr.write(renderFix(fix, 'done'));
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      failed.add(fix);
      stderr.write(renderFix(fix, error));
    }
  }
  return failed.size > 0;
}

function tell({ config, findings, look }: Look, flags: DoctorFlags, { stdout, stderr, env }: CliEnvironment): ExitCode {
  const { output, notes = false, strict } = flags;
  stdout.write(
    output === 'json'
      ? `${JSON.stringify({ findings })}\n`
      : renderFindings(findings, { notes, width: stdout.columns, paint: paintFor(stdout, env) }),
  );
  const blind = notLookedAt(look, flags);
  if (blind.length > 0) {
    stderr.write(tellBlind(blind, config));
    return EXIT_CODES.usage;
  }
  const wrong = findings.some(({ severity }) => severity === 'error' || (strict === true && severity === 'warning'));
  return wrong ? EXIT_CODES.failure : EXIT_CODES.done;
}

/** Areas that were asked for and have no name; without `--only` all of them, where none has one. */
function notLookedAt({ facts }: Look['look'], { only }: DoctorFlags): readonly UnnamedArea[] {
  const unnamed = unnamedAreas(facts);
  if (only === undefined) return unnamed.length === AREAS.length ? unnamed : [];
  return unnamed.filter(({ area }) => only.includes(area));
}

/** A sink that is a container has a name, and nothing that the doctor knows to judge. */
function tellBlind(blind: readonly UnnamedArea[], { aws, http }: DrayageConfig): string {
  const places = [
    ...(aws.service === undefined ? [] : ['aws.service']),
    ...(http.url === undefined ? [] : ['http.url']),
  ];
  const isContainer = ({ area }: UnnamedArea): boolean => area === 'sink' && places.length > 0;
  const unnamed = blind.filter((one) => !isContainer(one));
  return [
    ...(unnamed.length === 0 ? [] : ['Nobody said where these are, and nothing of them was looked at:\n']),
    ...unnamed.map(({ area, remedy }) => `  ${area.padEnd(16)} ${remedy}\n`),
    ...(blind.some(isContainer)
      ? [`The sink is a container (${places.join(', ')}), at which the doctor does not look: dray status judges it.\n`]
      : []),
  ].join('');
}
