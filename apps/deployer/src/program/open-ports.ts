import { printable } from '@drayage/terminal';
import { allOutputs } from '../deploy/all-outputs.js';
import type { DeployPorts, SourcePort } from '../deploy/ports.js';
import { cdkStacks, type CdkStacksOptions } from '../deploy/adapters/cdk-stacks.js';
import { dmsReplication } from '../deploy/adapters/dms-replication.js';
import { SlotOpenError } from '../deploy/adapters/drop-source-objects.js';
import { reachSource } from '../deploy/adapters/reach-source.js';
import type { DrayProgram } from '../deploy/adapters/dray-program.js';
import { sinkBuilder } from '../deploy/adapters/sink-builder.js';
import { sourceDatabase } from '../deploy/adapters/source-database.js';
import { stopMark } from '../deploy/adapters/stop-mark.js';
import { beginWait, type Waiting } from '../deploy/waiting.js';
import type { PipelineSpec } from '../pipeline/pipeline-spec.js';
import { stackNames } from '../stacks/stages.js';
import { CHECKOUT } from './checkout.js';
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

export interface OpenPorts {
  readonly ports: DeployPorts;
  /** The way to the source. */
  readonly reach: ReturnType<typeof reachSource>;
  /** A wait for AWS, whose news are told. */
  readonly beginWait: () => Waiting;
}

/** The ports of a deployment, with AWS and the source behind them. */
export function openPorts(
  spec: PipelineSpec,
  { assembly, method, synthesized, timeoutMs }: OpenPortsOptions,
  { clients, env, words, profile }: Pick<OpenAws, 'clients' | 'env' | 'words' | 'profile'>,
  environment: DeployerEnvironment,
): OpenPorts {
  const { cwd, printError, now, wait, signal } = environment;
  const onNews = (text: string): void => printError(`  ${printable(text)}\n`);
  const begin = (): Waiting => beginWait({ now, wait, pauseMs: PAUSE_MS, timeoutMs, onNews });
  const print = printError;
  const loads = spec.config.replication.type !== 'cdc';
  const stacks = cdkStacks({ clients, assembly, method, synthesized, loads, env, profile, print, beginWait: begin });
  const outputs = async (): Promise<Readonly<Record<string, string>>> => {
    const found = await Promise.all(stackNames(spec).map((name) => stacks.find(name)));
    return allOutputs(found.map((stack) => stack?.outputs));
  };
  const reach = reachSource({ spec, clients, outputs, env, signal });
  const ports: DeployPorts = {
    stacks,
    replication: dmsReplication({ clients, mark: stopMark(clients), now, beginWait: begin, onNews }),
    source: namingTheWayOut(
      sourceDatabase({
        tables: spec.tables,
        retentionHours: spec.config.stream.retentionHours,
        reach,
        beginWait: () =>
          beginWait({ now, wait, pauseMs: SLOT_PAUSE_MS, timeoutMs: Math.min(SLOT_TIMEOUT_MS, timeoutMs), onNews }),
      }),
    ),
    sink: sinkBuilder({
      clients,
      dray: drayProgram(env['DRAYAGE_DRAY']),
      awsWords: words,
      env,
      cwd,
      checkout: CHECKOUT,
      signal,
      print: printError,
      tag: `deploy-${new Date(now()).toISOString().replace(/\D/gu, '').slice(0, 14)}`,
      beginWait: begin,
    }),
  };
  return { ports, reach, beginWait: begin };
}

/** Nobody has to keep a replication for the sake of what cannot be dropped. */
function namingTheWayOut(source: SourcePort): SourcePort {
  return {
    ...source,
    dropObjects: async (objects) => {
      try {
        return await source.dropObjects(objects);
      } catch (cause) {
        throw cause instanceof SlotOpenError ? cause : new SourceObjectsError(cause, objects);
      }
    },
  };
}

/** What AWS DMS leaves behind could not be dropped: often because the user of the source does not own it. */
export class SourceObjectsError extends Error {
  readonly code: string;
  readonly remedy: string;

  /** `audit`: its audit was to go as well, as only `dray destroy` asks for. */
  constructor(cause: unknown, { audit }: { readonly audit: boolean }) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = 'SourceObjectsError';
    const text = (name: string): string => {
      const value: unknown = cause instanceof Error ? Reflect.get(cause, name) : undefined;
      return typeof value === 'string' ? value : '';
    };
    this.code = text('code') || 'source-objects';
    const wayOut = audit
      ? '--keep-source-objects, and drop slot and audit as their owner: the replication is stopped, dray resume starts it again.'
      : '--no-prepare, and drop the slot as its owner.';
    this.remedy = `${text('remedy')} Or run the same command with ${wayOut}`.trimStart();
  }
}

/** `dray` tells what it is when it starts this program. */
function drayProgram(main: string | undefined): DrayProgram | undefined {
  return main === undefined || main === '' ? undefined : [process.execPath, ...process.execArgv, main];
}
