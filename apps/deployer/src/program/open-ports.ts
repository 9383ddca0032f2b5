import type { DeployPorts } from '../deploy/ports.js';
import { cdkStacks, type CdkStacksOptions } from '../deploy/adapters/cdk-stacks.js';
import { dmsReplication } from '../deploy/adapters/dms-replication.js';
import { reachSource } from '../deploy/adapters/reach-source.js';
import { type DrayProgram, sinkBuilder } from '../deploy/adapters/sink-builder.js';
import { sourceDatabase } from '../deploy/adapters/source-database.js';
import { stopMark } from '../deploy/adapters/stop-mark.js';
import { beginWait, type Waiting } from '../deploy/waiting.js';
import type { PipelineSpec } from '../pipeline/pipeline-spec.js';
import { STAGES, stageStacks } from '../stacks/stages.js';
import type { DeployerEnvironment } from './deployer-environment.js';
import type { OpenAws } from './open-aws.js';

const PAUSE_MS = 10_000;
const SLOT_PAUSE_MS = 5_000;
/** So long AWS DMS may keep its slot open after a stop. */
const SLOT_TIMEOUT_MS = 120_000;

export interface OpenPortsOptions extends Pick<CdkStacksOptions, 'assembly' | 'method' | 'synthesized'> {
  /** How long one wait may last. */
  readonly timeoutMs: number;
}

/** The ports of a deployment, with AWS and the source behind them. */
export function openPorts(
  spec: PipelineSpec,
  { assembly, method, synthesized, timeoutMs }: OpenPortsOptions,
  { clients, env, words }: OpenAws,
  environment: DeployerEnvironment,
): DeployPorts {
  const { cwd, printError, now, wait } = environment;
  const onNews = (text: string): void => printError(`  ${text}\n`);
  const begin = (): Waiting => beginWait({ now, wait, pauseMs: PAUSE_MS, timeoutMs, onNews });
  const stacks = cdkStacks({ clients, assembly, method, synthesized, env, print: printError, beginWait: begin });
  const outputs = async (): Promise<Readonly<Record<string, string>>> => {
    const names = STAGES.flatMap((stage) => stageStacks(spec, stage)).map(({ stackName }) => stackName);
    const found = await Promise.all(names.map((name) => stacks.find(name)));
    return Object.assign({}, ...found.map((stack) => stack?.outputs ?? {})) as Readonly<Record<string, string>>;
  };
  return {
    stacks,
    replication: dmsReplication({ clients, mark: stopMark(clients), now, beginWait: begin, onNews }),
    source: sourceDatabase({
      tables: spec.tables,
      retentionHours: spec.config.stream.retentionHours,
      reach: reachSource({ spec, clients, outputs, env }),
      beginWait: () =>
        beginWait({ now, wait, pauseMs: SLOT_PAUSE_MS, timeoutMs: Math.min(SLOT_TIMEOUT_MS, timeoutMs), onNews }),
    }),
    sink: sinkBuilder({
      clients,
      dray: drayProgram(env['DRAYAGE_DRAY']),
      awsWords: words,
      env,
      cwd,
      tag: `deploy-${new Date(now()).toISOString().replace(/\D/gu, '').slice(0, 14)}`,
      beginWait: begin,
    }),
  };
}

/** `dray` tells what it is when it starts this program. */
function drayProgram(main: string | undefined): DrayProgram | undefined {
  return main === undefined || main === '' ? undefined : [process.execPath, ...process.execArgv, main];
}
