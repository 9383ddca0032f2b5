import {
  AwsOpsError,
  changeEndpoint,
  changeMapping,
  changeTaskSettings,
  encryptStream,
  increaseRetention,
  type MappingChange,
  type OwnedAwsClients,
  type Replication,
} from '@drayage/aws-ops';
import type { DrayageConfig } from '@drayage/config';
import {
  type Finding,
  type Fix,
  fixedSettings,
  isByHand,
  mergeSettings,
  planPreparation,
  type PreparationStep,
  valueOf,
  WHOLE_PREPARATION,
} from '@drayage/doctor';
import { runPreparation, type SourceAddress } from '@drayage/source-database';
import { withSource } from '../source/read-source.js';
import type { PipelineLook } from './read-pipeline-facts.js';
import { sourceOfPipeline } from './source-of-pipeline.js';

/** One thing to mend: what several findings ask of the same place is done at once. */
export interface PlannedFix {
  /** What is done, for the operator, in one line. */
  readonly what: string;
  /** Its statements or settings, each a line. */
  readonly details: readonly string[];
  /** What is left to the operator once it is done; empty where nothing is. */
  readonly afterwards: string;
  /** The findings that it mends. */
  readonly findings: readonly Finding[];
  /** Not to be tried where this one failed. */
  readonly needs?: PlannedFix;
  readonly run: (clients: OwnedAwsClients) => Promise<void>;
}

/** What was looked at, and how its source is reached. */
export interface FixablePipeline {
  readonly look: PipelineLook;
  readonly config: DrayageConfig;
  /** Of the user of AWS DMS, where it has to be made. */
  readonly password: string | undefined;
  readonly signal: AbortSignal;
}

/** What `--fix` would do, in order: the source first, then AWS. */
export function planFixes(findings: readonly Finding[], pipeline: FixablePipeline): readonly PlannedFix[] {
  const { look } = pipeline;
  const of = (kind: Fix['kind']): readonly Finding[] => findings.filter(({ fix }) => fix?.kind === kind);
  return [
    ...sourceFixes(of('source'), pipeline),
    ...endpointFixes(of('endpoint'), look),
    ...taskFixes(of('task-settings'), look),
    ...streamFixes([...of('stream-retention'), ...of('stream-encryption')], look),
    ...mappingFixes(of('event-source-mapping'), look),
  ];
}

/** What a user lacks shows as findings of its own only when there is the user. */
const RIGHTS_OF_A_USER = new Set([
  'replication-right',
  'session-timeout',
  'schema-usage',
  'table-select',
  'row-security',
  'heartbeat-right',
  'monitor-right',
]);

function sourceFixes(findings: readonly Finding[], pipeline: FixablePipeline): readonly PlannedFix[] {
  const { look, config } = pipeline;
  const source = valueOf(look.facts.source);
  if (source === undefined) return [];
  const wanted = new Set(findings.map(({ fix }) => (fix?.kind === 'source' ? fix.step : '')));
  const isWanted = ({ id }: PreparationStep): boolean =>
    wanted.has(id) || (wanted.has('create-user') && RIGHTS_OF_A_USER.has(id));
  const steps = planPreparation(source, WHOLE_PREPARATION).filter((step) => isWanted(step) && !isByHand(step));
  const fixes: PlannedFix[] = [];
  // As in `runPreparation`: nothing follows a user that could not be made.
  let user: PlannedFix | undefined;
  for (const step of steps) {
    const fix: PlannedFix = {
      what: `${step.what} at the source`,
      details: step.statements.map((statement) => `${statement};`),
      afterwards: step.afterwards,
      findings: findings.filter(({ fix: asked }) => asked?.kind === 'source' && asked.step === step.id),
      ...(user === undefined ? {} : { needs: user }),
      run: async (clients) => {
        const address = await sourceOfPipeline(clients, config, look.aws.sourceEndpoint);
        if (address !== undefined) await runStep(address, step, pipeline);
      },
    };
    if (step.id === 'create-user') user = fix;
    fixes.push(fix);
  }
  return fixes;
}

async function runStep(
  address: SourceAddress,
  step: PreparationStep,
  { password, signal }: Pick<FixablePipeline, 'password' | 'signal'>,
): Promise<void> {
  const [result] = await withSource(address, (session) => runPreparation(session, [step], { password }), signal);
  if (result?.error !== undefined) throw result.error;
}

function endpointFixes(findings: readonly Finding[], { aws }: PipelineLook): readonly PlannedFix[] {
  return (['source', 'target'] as const).flatMap((side) => {
    const endpoint = valueOf(side === 'source' ? aws.sourceEndpoint : aws.targetEndpoint);
    const mended = findings.filter(({ fix }) => fix?.kind === 'endpoint' && fix.endpoint === side);
    if (endpoint === undefined || mended.length === 0) return [];
    const settings = fixedSettings(mended);
    return [
      {
        what: `Set what is wrong of the endpoint ${endpoint.identifier}`,
        details: settingLines(settings),
        afterwards: whenItHasEffect(valueOf(aws.replication)),
        findings: mended,
        run: (clients) => changeEndpoint(clients, endpoint, settings),
      },
    ];
  });
}

function taskFixes(findings: readonly Finding[], { aws, facts }: PipelineLook): readonly PlannedFix[] {
  const replication = valueOf(aws.replication);
  const present = valueOf(valueOf(facts.settings.replication)?.taskSettings);
  if (replication === undefined || present === undefined || findings.length === 0) return [];
  const change = fixedSettings(findings);
  return [
    {
      what: `Set what is wrong in the task settings of ${replication.identifier}, which must be stopped`,
      details: settingLines(change),
      afterwards: replication.everStarted ? 'To go on: dray resume' : '',
      findings,
      run: (clients) =>
        whileStopped(() =>
          changeTaskSettings(clients, replication, JSON.stringify(withoutReadOnly(mergeSettings(present, change)))),
        ),
    },
  ];
}

/** @throws AwsOpsError that says how to stop it, where it runs */
async function whileStopped(change: () => Promise<void>): Promise<void> {
  try {
    await change();
  } catch (error) {
    if (!(error instanceof AwsOpsError) || error.code !== 'wrong-state') throw error;
    const remedy = 'dray stop; then dray doctor --fix again, and dray resume';
    throw new AwsOpsError(error.code, { message: error.message, remedy, cause: error });
  }
}

/** AWS DMS reads the settings of an endpoint when it starts: until then a replication that runs keeps the old ones. */
function whenItHasEffect(replication: Replication | undefined): string {
  if (replication === undefined) return 'It has effect when the replication is started anew.';
  const runs = replication.state === 'running' || replication.state === 'starting';
  return runs ? `${replication.identifier} runs with the old settings until: dray stop, then dray resume` : '';
}

/** Each setting with its path, as in `ErrorBehavior.DataErrorPolicy = "SUSPEND_TABLE"`. */
function settingLines(settings: Readonly<Record<string, unknown>>, path = ''): readonly string[] {
  return Object.entries(settings).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? settingLines(value as Readonly<Record<string, unknown>>, `${path}${name}.`)
      : [`${path}${name} = ${JSON.stringify(value)}`],
  );
}

/** Parts that AWS DMS answers and does not take back: it calls the whole then invalid. */
const READ_ONLY: readonly (readonly [string, string])[] = [
  ['Logging', 'CloudWatchLogGroup'],
  ['Logging', 'CloudWatchLogStream'],
];

function withoutReadOnly(settings: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const copy = structuredClone(settings) as Record<string, unknown>;
  for (const [section, name] of READ_ONLY) {
    const part = copy[section];
    if (typeof part === 'object' && part !== null) Reflect.deleteProperty(part, name);
  }
  return copy;
}

/** Its line says all of it. */
const PLAIN = { details: [], afterwards: '' } as const;

function streamFixes(findings: readonly Finding[], { aws }: PipelineLook): readonly PlannedFix[] {
  const stream = valueOf(aws.stream);
  if (stream === undefined) return [];
  return findings.flatMap((finding): readonly PlannedFix[] => {
    const { fix } = finding;
    if (fix?.kind === 'stream-retention') {
      return [
        {
          what: `Keep records of ${stream.name} for ${fix.hours} hours`,
          ...PLAIN,
          findings: [finding],
          run: (clients) => increaseRetention(clients, stream.arn, fix.hours),
        },
      ];
    }
    return fix?.kind === 'stream-encryption'
      ? [
          {
            what: `Encrypt ${stream.name}`,
            ...PLAIN,
            findings: [finding],
            run: (clients) => encryptStream(clients, stream.arn),
          },
        ]
      : [];
  });
}

function mappingFixes(findings: readonly Finding[], { facts }: PipelineLook): readonly PlannedFix[] {
  const mapping = valueOf(facts.settings.eventSourceMapping);
  if (mapping === undefined || findings.length === 0) return [];
  const change = fixedSettings(findings) as MappingChange;
  return [
    {
      what: `Set what is wrong of the mapping of ${mapping.functionName}`,
      details: settingLines(fixedSettings(findings)),
      afterwards: '',
      findings,
      run: (clients) => changeMapping(clients, mapping.id, change),
    },
  ];
}
