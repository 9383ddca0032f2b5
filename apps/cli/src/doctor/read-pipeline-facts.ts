import type { OwnedAwsClients } from '@drayage/aws-ops';
import type { DrayageConfig } from '@drayage/config';
import { type PipelineFacts, type Read, type SettingsFacts, type SourceEngine, type SourceFacts, type TargetFacts, unnamed, unread, valueOf } from '@drayage/doctor';
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

/** Reads everything that the doctor judges. Nothing is changed, and nothing that cannot be read keeps the rest from being read. */
export async function readPipelineFacts(clients: OwnedAwsClients, config: DrayageConfig, signal: AbortSignal): Promise<PipelineLook> {
  const aws = await readAwsSettings(clients, config, signal);
  const source = await readSource(clients, config, { signal, ddlArtifactsSchema: valueOf(aws.sourceEndpoint)?.postgresql?.DdlArtifactsSchema });
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
  const afterReplication = async <T>(read: () => Promise<T>): Promise<Read<T>> => (replication.known ? readArea(signal, read) : notRead(replication));
  return {
    aws,
    facts: {
      source,
      unmatchedPatterns: unmatchedPatterns(config.tables, tables?.known === true ? tables.value : []).filter(() => tables?.known === true),
      settings,
      replicationState: replication.known ? await readArea(signal, () => readReplicationState(clients, replication.value)) : notRead(replication),
      roles: await afterReplication(() => readRoles(clients, aws)),
      target: await readTarget(clients, config, { signal, tables: valueOf(tables) ?? [] }),
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
