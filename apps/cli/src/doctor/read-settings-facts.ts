import {
  describeEndpoints,
  describeFunction,
  describeReplication,
  describeStream,
  listEventSourceMappings,
  readFunctionIteratorAge,
  functionNameOf,
  isOfStream,
  type DmsEndpoint,
  type EventSourceMapping,
  type OwnedAwsClients,
  type Replication,
  type StreamDescription,
} from '@drayage/aws-ops';
import type { DrayageConfig } from '@drayage/config';
import {
  type EndpointFacts,
  type EventSourceMappingFacts,
  known,
  type Read,
  type ReplicationSettings,
  type StreamFacts,
  type TaskSettings,
  unnamed,
  unread,
} from '@drayage/doctor';
import type { CliEnvironment } from '../cli-environment.js';
import { mapRead, readArea } from './read-area.js';

const MS_PER_HOUR = 3_600_000;

const NO_REPLICATION = unnamed(
  'Give --replication NAME, DRAYAGE_AWS_REPLICATION, or aws.replication in the configuration file.',
);
const NO_STREAM = unnamed('Give --stream NAME, KINESIS_STREAM, or kinesis.stream in the configuration file.');

/** What was asked of AWS about the settings of a pipeline, and the things themselves for who goes on with them. */
export interface AwsSettings {
  readonly replication: Read<Replication>;
  readonly sourceEndpoint: Read<DmsEndpoint>;
  readonly targetEndpoint: Read<DmsEndpoint>;
  readonly stream: Read<StreamDescription>;
  /** Absent where no function is the sink. */
  readonly mapping?: Read<EventSourceMappingFacts>;
}

export async function readAwsSettings(
  clients: OwnedAwsClients,
  { aws, kinesis, lambda }: DrayageConfig,
  { now, signal }: Pick<CliEnvironment, 'now' | 'signal'>,
): Promise<AwsSettings> {
  const { replication: name, function: functionName } = aws;
  const replication =
    name === undefined ? NO_REPLICATION : await readArea(signal, () => describeReplication(clients, name));
  const endpoint = async (arn: (of: Replication) => string): Promise<Read<DmsEndpoint>> => {
    if (!replication.known)
      return 'unnamed' in replication ? replication : unread('The replication could not be read.');
    return readArea(signal, () => oneEndpoint(clients, arn(replication.value)));
  };
  const sourceEndpoint = await endpoint(({ sourceEndpointArn }) => sourceEndpointArn);
  const targetEndpoint = await endpoint(({ targetEndpointArn }) => targetEndpointArn);
  const streamName = kinesis.stream ?? (targetEndpoint.known ? targetEndpoint.value.kinesis?.StreamArn : undefined);
  const stream =
    streamName === undefined ? NO_STREAM : await readArea(signal, () => describeStream(clients, streamName));
  if (functionName === undefined) return { replication, sourceEndpoint, targetEndpoint, stream };
  const age = await readArea(signal, () => readFunctionIteratorAge(clients, functionNameOf(functionName), now()));
  const mapping = await readArea(signal, async () => ({
    ...toMappingFacts(await oneMapping(clients, functionName, stream.known ? stream.value.arn : undefined)),
    functionTimeoutSeconds: await functionTimeout(clients, functionName, signal),
    configuredParallelization: lambda.parallelizationFactor,
    iteratorAgeHours: mapRead(age, (metric) => (metric === undefined ? undefined : metric.value / MS_PER_HOUR)),
  }));
  return { replication, sourceEndpoint, targetEndpoint, stream, mapping };
}

async function oneEndpoint(clients: OwnedAwsClients, arn: string): Promise<DmsEndpoint> {
  const [endpoint] = await describeEndpoints(clients, { arns: [arn] });
  if (endpoint === undefined) throw new Error(`There is no endpoint ${arn}.`);
  return endpoint;
}

async function oneMapping(
  clients: OwnedAwsClients,
  functionName: string,
  streamArn: string | undefined,
): Promise<EventSourceMapping> {
  const mappings = await listEventSourceMappings(clients, functionName, streamArn);
  const mapping = mappings.find(({ sourceArn }) => isOfStream(sourceArn, streamArn));
  if (mapping === undefined)
    throw new Error(`Nothing feeds the function ${functionName} from ${streamArn ?? 'a stream'}.`);
  return mapping;
}

/** A right of its own, which the mapping does not need. */
async function functionTimeout(
  clients: OwnedAwsClients,
  functionName: string,
  signal: AbortSignal,
): Promise<Read<number>> {
  const found = await readArea(signal, () => describeFunction(clients, functionName));
  if (!found.known) return found;
  const { timeoutSeconds } = found.value;
  return timeoutSeconds === undefined ? unread('Lambda does not tell it.') : known(timeoutSeconds);
}

/** The endpoint in the words of the rules. */
export function toEndpointFacts(endpoint: DmsEndpoint): EndpointFacts {
  return {
    arn: endpoint.arn,
    sslMode: endpoint.sslMode ?? '',
    databaseName: endpoint.postgresql === undefined ? (endpoint.database ?? '') : '',
    settings: { ...endpoint.kinesis, ...endpoint.postgresql, ...endpoint.mysql },
    extraConnectionAttributes: endpoint.extraConnectionAttributes ?? '',
  };
}

export function toReplicationSettings({
  kind,
  migrationType,
  settings,
  tableMappings,
  cdcStartPosition,
}: Replication): ReplicationSettings {
  return {
    kind: kind === 'task' ? 'classic' : 'serverless',
    type: migrationType,
    taskSettings: parseJson<TaskSettings>(settings),
    tableMappings: parseJson<unknown>(tableMappings),
    ...(cdcStartPosition === undefined ? {} : { cdcStartPosition }),
  };
}

export function toStreamFacts(stream: StreamDescription): StreamFacts {
  return {
    arn: stream.arn,
    status: stream.status,
    onDemand: stream.mode === 'on-demand',
    openShards: stream.shards.filter(({ isOpen }) => isOpen).length,
    retentionHours: stream.retentionHours,
    encrypted: stream.encryption.kind === 'kms',
    maxRecordKiB: stream.maxRecordKib ?? 1_024,
  };
}

function toMappingFacts(
  mapping: EventSourceMapping,
): Omit<EventSourceMappingFacts, 'iteratorAgeHours' | 'functionTimeoutSeconds'> {
  return {
    id: mapping.id,
    functionName: functionNameOf(mapping.functionArn),
    state: mapping.state,
    lastResult: mapping.lastResult ?? '',
    reportsBatchItemFailures: mapping.reportsBatchItemFailures,
    bisects: mapping.bisectOnError,
    maximumRetryAttempts: mapping.maximumRetryAttempts ?? -1,
    maximumRecordAgeSeconds: mapping.maximumRecordAgeSeconds ?? -1,
    startingPosition: mapping.startingPosition ?? '',
    parallelizationFactor: mapping.parallelizationFactor ?? 1,
    failureDestination: mapping.failureDestinationArn ?? '',
  };
}

function parseJson<T>(text: string): Read<T> {
  try {
    return known(JSON.parse(text) as T);
  } catch {
    return unread('AWS DMS answered with something that is not JSON.');
  }
}
