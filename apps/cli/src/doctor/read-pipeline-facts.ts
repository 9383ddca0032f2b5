import type { OwnedAwsClients, Replication } from '@drayage/aws-ops';
import type { DrayageConfig } from '@drayage/config';
import { type Area, type PipelineFacts, type Read, type SettingsFacts, type SourceEngine, type SourceFacts, type TargetFacts, unnamed, unread, valueOf } from '@drayage/doctor';
import { targetAddressOf } from '../aws/target-address.js';
import { readFacts, withSource } from '../source/read-source.js';
import { NO_SOURCE, sourceAddressOf } from '../source/source-address.js';
import { unmatchedPatterns } from '../source/wanted-tables.js';
import { mapRead, readArea } from './read-area.js';
import { readReplicationState } from './read-replication-state.js';
import { readRoles } from './read-roles.js';
import { type AwsSettings, readAwsSettings, toEndpointFacts, toReplicationSettings, toStreamFacts } from './read-settings-facts.js';
import { readTargetFacts } from './read-target-facts.js';

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
  readonly signal: AbortSignal;
}

/** Reads what the doctor judges. Nothing is changed, and nothing that cannot be read keeps the rest from being read. */
export async function readPipelineFacts(clients: OwnedAwsClients, config: DrayageConfig, { isAsked, signal }: LookOptions): Promise<PipelineLook> {
  const aws = await readAwsSettings(clients, config, signal);
  const source = NEED_SOURCE.some(isAsked)
    ? await readSource(clients, config, { signal, ddlArtifactsSchema: valueOf(aws.sourceEndpoint)?.postgresql?.DdlArtifactsSchema })
    : NOT_ASKED;
  const tables = source.known ? source.value.tables : undefined;
  const { replication } = aws;
  const settings: SettingsFacts = {
    sourceEngine: engineOf(valueOf(source), aws, config),
    sourceEndpoint: mapRead(aws.sourceEndpoint, toEndpointFacts),
    targetEndpoint: mapRead(aws.targetEndpoint, toEndpointFacts),
    replication: mapRead(replication, toReplicationSettings),
    stream: mapRead(aws.stream, toStreamFacts),
    ...(aws.mapping === undefined ? {} : { eventSourceMapping: aws.mapping }),
    ...(tables === undefined ? {} : { tables }),
  };
  const afterReplication = async <T>(area: Area, read: (found: Replication) => Promise<T>): Promise<Read<T>> => {
    if (!isAsked(area)) return NOT_ASKED;
    return replication.known ? readArea(signal, () => read(replication.value)) : notRead(replication);
  };
  return {
    aws,
    facts: {
      source,
      unmatchedPatterns: tables?.known === true ? unmatchedPatterns(config.tables, tables.value) : [],
      settings,
      replicationState: await afterReplication('replication', (found) => readReplicationState(clients, found)),
      roles: await afterReplication('roles', () => readRoles(clients, aws)),
      target: isAsked('target') ? await readTarget(clients, config, { signal, tables: valueOf(tables) ?? [] }) : NOT_ASKED,
    },
  };
}

function notRead(replication: Extract<AwsSettings['replication'], { known: false }>): Read<never> {
  return replication.unnamed === true ? replication : unread('the replication could not be read.');
}

interface SourceLook {
  readonly signal: AbortSignal;
  readonly ddlArtifactsSchema: string | undefined;
}

async function readSource(clients: OwnedAwsClients, config: DrayageConfig, { signal, ddlArtifactsSchema }: SourceLook): Promise<Read<SourceFacts>> {
  const address = await readArea(signal, () => sourceAddressOf(clients, config));
  if (!address.known) return address;
  const { value } = address;
  if (value === undefined) return unnamed(NO_SOURCE);
  return readArea(signal, () => withSource(value, (session) => readFacts(session, config, ddlArtifactsSchema)));
}

/** Of the database itself, else of the endpoint, else as the configuration says. */
function engineOf(source: SourceFacts | undefined, { sourceEndpoint }: AwsSettings, { source: configured }: DrayageConfig): SourceEngine {
  if (source !== undefined) return source.engine;
  const engine = valueOf(sourceEndpoint)?.engine;
  if (engine !== undefined) return engine.includes('postgres') ? 'postgresql' : engine === 'mariadb' ? 'mariadb' : 'mysql';
  return configured.engine ?? 'postgresql';
}

interface TargetLook {
  readonly signal: AbortSignal;
  readonly tables: readonly { readonly schema: string }[];
}

async function readTarget(clients: OwnedAwsClients, config: DrayageConfig, { signal, tables }: TargetLook): Promise<Read<TargetFacts>> {
  const { target, write, pipeline } = config;
  if (target.url === undefined && target.urlSecretArn === undefined) return NO_TARGET;
  const schemas = [...new Set(['drayage', ...tables.map(({ schema }) => write.renameSchemas[schema] ?? schema)])];
  return readArea(signal, async () =>
    readTargetFacts({ address: await targetAddressOf(clients, config), pipeline, schemas, connectTimeoutMs: target.connectTimeoutMs, signal }),
  );
}
