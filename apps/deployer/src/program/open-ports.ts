import type { DeployPorts } from '../deploy/ports.js';
import { cdkStacks, type CdkStacksOptions } from '../deploy/adapters/cdk-stacks.js';
import { dmsReplication } from '../deploy/adapters/dms-replication.js';
import { reachSource } from '../deploy/adapters/reach-source.js';
import { type DrayProgram, sinkBuilder } from '../deploy/adapters/sink-builder.js';
import { sourceDatabase } from '../deploy/adapters/source-database.js';
import type { PipelineSpec } from '../pipeline/pipeline-spec.js';
import { STAGES, stageStacks } from '../stacks/stages.js';
import type { DeployerEnvironment } from './deployer-environment.js';
import type { OpenAws } from './open-aws.js';

const PAUSE_MS = 10_000;

/** The ports of a deployment, with AWS and the source behind them. */
export function openPorts(
  spec: PipelineSpec,
  { assembly, method }: Pick<CdkStacksOptions, 'assembly' | 'method'>,
  { clients, env, words }: OpenAws,
  environment: DeployerEnvironment,
): DeployPorts {
  const { cwd, printError, now, wait } = environment;
  const pause = (): Promise<void> => wait(PAUSE_MS);
  const stacks = cdkStacks({ clients, assembly, method, env, print: printError });
  const outputs = async (): Promise<Readonly<Record<string, string>>> => {
    const names = STAGES.flatMap((stage) => stageStacks(spec, stage)).map(({ stackName }) => stackName);
    const found = await Promise.all(names.map((name) => stacks.find(name)));
    return Object.assign({}, ...found.map((stack) => stack?.outputs ?? {})) as Readonly<Record<string, string>>;
  };
  return {
    stacks,
    replication: dmsReplication({ clients, pause, onNews: (text) => printError(`  ${text}\n`) }),
    source: sourceDatabase({
      tables: spec.tables,
      retentionHours: spec.config.stream.retentionHours,
      reach: reachSource({ spec, clients, outputs, env }),
    }),
    sink: sinkBuilder({
      clients,
      dray: drayProgram(env['DRAYAGE_DRAY']),
      awsWords: words,
      env,
      cwd,
      tag: `deploy-${new Date(now()).toISOString().replace(/\D/gu, '').slice(0, 14)}`,
      pause,
    }),
  };
}

/** `dray` tells what it is when it starts this program. */
function drayProgram(main: string | undefined): DrayProgram | undefined {
  return main === undefined || main === '' ? undefined : [process.execPath, ...process.execArgv, main];
}
