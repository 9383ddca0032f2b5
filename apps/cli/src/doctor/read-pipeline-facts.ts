import { type OwnedAwsClients, readSecret, type Replication } from '@drayage/aws-ops';
import {
  areTablesChosen,
  compareLocks,
  type DrayageConfig,
  isWantedBy,
  lockTables,
  type TablesLock,
  unmatchedPatterns,
} from '@drayage/config';
import {
  type Area,
  known,
  type PipelineFacts,
  type Read,
  type SettingsFacts,
  type SourceEngine,
  type SourceFacts,
  type TargetFacts,
  unnamed,
  unread,
  valueOf,
} from '@drayage/doctor';
import { secretFaults } from '@drayage/source-database';
import { UsageError } from '@drayage/terminal';
import type { CliEnvironment } from '../cli-environment.js';
import { targetAddressOf } from '../aws/target-address.js';
import { lockPath, readLock } from '../mappings/lock-on-disk.js';
import { engineOfEndpoint } from '../source/endpoint-address.js';
import { readFacts, withSource } from '../source/read-source.js';
import { NO_SOURCE } from '../source/source-address.js';
import { mapRead, readArea } from './read-area.js';
import { readReplicationState } from './read-replication-state.js';
import { schemasOf } from './schemas-of-endpoint.js';
import { readRoles } from './read-roles.js';
import {
  type AwsSettings,
  readAwsSettings,
  toEndpointFacts,
  toReplicationSettings,
  toStreamFacts,
} from './read-settings-facts.js';
import { readStack } from './read-stack.js';
import { readTargetFacts } from './read-target-facts.js';
import { sourceOfPipeline } from './source-of-pipeline.js';

/** The facts, and the things in AWS that they were read from, for who mends them. */
export interface PipelineLook {
  readonly facts: PipelineFacts;
  readonly aws: AwsSettings;
}

const NO_TARGET = unnamed('Give --to URL, SINK_URL, or target.url in the configuration file.');

const NOT_ASKED = unnamed('Nobody asked for it.');

/** Areas whose rules look at the tables of the source. */
const NEED_SOURCE: readonly Area[] = ['source', 'source-endpoint', 'target-endpoint', 'task', 'mappings', 'target'];

export interface LookOptions {
  /** What is not asked for is not read, and is `unnamed`. */
  readonly isAsked: (area: Area) => boolean;
  readonly environment: Pick<CliEnvironment, 'cwd' | 'now' | 'signal'>;
}

/** Reads what the doctor judges. Nothing is changed, and nothing that cannot be read keeps the rest from being read. */
export async function readPipelineFacts(
  clients: OwnedAwsClients,
  config: DrayageConfig,
  { isAsked, environment }: LookOptions,
): Promise<PipelineLook> {
  const { signal } = environment;
  const aws = await readAwsSettings(clients, config, environment);
  const source = NEED_SOURCE.some(isAsked)
    ? await readSource(clients, config, { signal, endpoint: aws.sourceEndpoint })
    : NOT_ASKED;
  // A lock file that is broken is a finding; what it would have told is not known.
  const lockFile = await readArea(signal, () => readLock(lockPath(config, environment)));
  const lock = valueOf(lockFile);
  const live = source.known ? source.value.tables : undefined;
  // Without the source the lock file tells what the tables are.
  const tables =
    live?.known === true || lock === undefined
      ? live
      : known(lock.tables.map((table) => ({ ...table, readable: true })));
  const { replication } = aws;
  const settings: SettingsFacts = {
    sourceEngine: engineOf(valueOf(source), aws, config),
    beforeImageField: config.kinesis.beforeImageField,
    sourceEndpoint: mapRead(aws.sourceEndpoint, toEndpointFacts),
    targetEndpoint: mapRead(aws.targetEndpoint, toEndpointFacts),
    replication: mapRead(replication, toReplicationSettings),
    stream: mapRead(aws.stream, toStreamFacts),
    ...(aws.mapping === undefined ? {} : { eventSourceMapping: aws.mapping }),
    ...(tables === undefined ? {} : { tables }),
    tablesAreChosen: areTablesChosen(config.tables) || lock !== undefined,
  };
  const afterReplication = async <T>(area: Area, read: (found: Replication) => Promise<T>): Promise<Read<T>> => {
    if (!isAsked(area)) return NOT_ASKED;
    return replication.known ? readArea(signal, () => read(replication.value)) : notRead(replication);
  };
  return {
    aws,
    facts: {
      source,
      unmatchedPatterns: live?.known === true ? unmatchedPatterns(config.tables, live.value) : [],
      lockDrift: mapRead(lockFile, (file) => lockDrift(file, valueOf(source), config)),
      ...(await secretOf(clients, valueOf(aws.sourceEndpoint)?.secretId ?? config.source.secretArn, {
        signal,
        isAsked,
        engine: settings.sourceEngine,
      })),
      settings,
      replicationState: await afterReplication('replication', (found) =>
        readReplicationState(clients, found, environment),
      ),
      roles: await afterReplication('roles', () => readRoles(clients, aws, signal)),
      target: isAsked('target')
        ? await readTarget(clients, config, { signal, tables: valueOf(tables) ?? [] })
        : NOT_ASKED,
      ...(config.aws.stack === undefined || !isAsked('stack')
        ? {}
        : { stack: await readStack(clients, config.aws.stack, signal) }),
    },
  };
}

/** What `dray mappings generate --check` would tell. */
function lockDrift(
  lock: TablesLock | undefined,
  source: SourceFacts | undefined,
  { tables }: DrayageConfig,
): ReturnType<typeof compareLocks> {
  if (lock === undefined || source?.tables.known !== true) return [];
  return compareLocks(lock, lockTables(source.engine, source.tables.value, tables.partitionKey), isWantedBy(tables));
}

interface SecretLook {
  readonly signal: AbortSignal;
  readonly isAsked: (area: Area) => boolean;
  readonly engine: SourceEngine;
}

/** The secret that AWS DMS reads; nothing of it is kept but which of its fields are wrong. */
async function secretOf(
  clients: OwnedAwsClients,
  secretId: string | undefined,
  { signal, isAsked, engine }: SecretLook,
): Promise<Pick<PipelineFacts, 'secretFaults'>> {
  if (secretId === undefined || !isAsked('source-endpoint')) return {};
  return {
    secretFaults: await readArea(signal, async () => secretFaults(await readSecret(clients, secretId), engine)),
  };
}

function notRead(replication: Extract<AwsSettings['replication'], { known: false }>): Read<never> {
  return replication.unnamed === true ? replication : unread('The replication could not be read.');
}

interface SourceLook {
  readonly signal: AbortSignal;
  readonly endpoint: AwsSettings['sourceEndpoint'];
}

async function readSource(
  clients: OwnedAwsClients,
  config: DrayageConfig,
  { signal, endpoint }: SourceLook,
): Promise<Read<SourceFacts>> {
  // A mistake in an address that somebody gave is one of usage, not a state of the source.
  const address = await readArea(
    signal,
    () => sourceOfPipeline(clients, config, endpoint),
    (error) => error instanceof UsageError,
  );
  if (!address.known) return address;
  const { value } = address;
  if (value === undefined) return unnamed(NO_SOURCE);
  return readArea(signal, () =>
    withSource(value, (session) => readFacts(session, config, schemasOf(endpoint)), signal),
  );
}

/** Of the database itself, else of the endpoint, else as the configuration says. */
function engineOf(
  source: SourceFacts | undefined,
  { sourceEndpoint }: AwsSettings,
  { source: configured }: DrayageConfig,
): SourceEngine {
  if (source !== undefined) return source.engine;
  const engine = valueOf(sourceEndpoint)?.engine;
  return engine === undefined ? (configured.engine ?? 'postgresql') : engineOfEndpoint(engine);
}

interface TargetLook {
  readonly signal: AbortSignal;
  readonly tables: readonly { readonly schema: string; readonly name: string }[];
}

async function readTarget(
  clients: OwnedAwsClients,
  config: DrayageConfig,
  { signal, tables }: TargetLook,
): Promise<Read<TargetFacts>> {
  const { target, write, pipeline } = config;
  if (target.url === undefined && target.urlSecretArn === undefined) return NO_TARGET;
  return readArea(signal, async () =>
    readTargetFacts({
      address: await targetAddressOf(clients, config),
      pipeline,
      policy: write,
      tables,
      connectTimeoutMs: target.connectTimeoutMs,
      signal,
    }),
  );
}
