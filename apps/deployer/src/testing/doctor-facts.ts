import {
  API_ONLY_KINESIS_SETTINGS,
  type EndpointFacts,
  type EventSourceMappingFacts,
  known,
  type ReplicationSettings,
  type SettingsFacts,
  type StreamFacts,
} from '@drayage/doctor';
import type { CloudFormationStackArtifact } from 'aws-cdk-lib/cx-api';
import type { PipelineSpec } from '../pipeline/pipeline-spec.js';
import { resourceOf, resourcesOf, type Resource } from './template-facts.js';

type Properties = Readonly<Record<string, unknown>>;

/** What the doctor looks at, read out of synthesized templates as it would be read out of an account. */
export function doctorFacts(spec: PipelineSpec, stacks: readonly CloudFormationStackArtifact[]): SettingsFacts {
  const [source, target] = ['source', 'target'].map((kind) =>
    resourcesOf(stacks, 'AWS::DMS::Endpoint').find(({ Properties }) => Properties['EndpointType'] === kind),
  );
  const stream = resourcesOf(stacks, 'AWS::Kinesis::Stream')[0];
  const mapping = resourcesOf(stacks, 'AWS::Lambda::EventSourceMapping')[0];
  return {
    sourceEngine: spec.engine,
    beforeImageField: spec.config.kinesis.beforeImageField,
    sourceEndpoint: known(endpoint(source, spec.engine === 'postgresql' ? 'PostgreSqlSettings' : 'MySqlSettings')),
    targetEndpoint: known(withApiSettings(endpoint(target, 'KinesisSettings'))),
    replication: known(replication(spec, stacks)),
    ...(stream === undefined ? {} : { stream: known(streamFacts(stream)) }),
    ...(mapping === undefined
      ? {}
      : { eventSourceMapping: known(mappingFacts(mapping, resourceOf(stacks, 'AWS::Lambda::Function'))) }),
  };
}

/** CloudFormation does not know these: `dray deploy` sets them by the API as soon as the endpoint is there. */
function withApiSettings(facts: EndpointFacts): EndpointFacts {
  return { ...facts, settings: { ...facts.settings, ...API_ONLY_KINESIS_SETTINGS } };
}

function endpoint(resource: Resource | undefined, section: string): EndpointFacts {
  if (resource === undefined) throw new Error('The template has no such endpoint.');
  const { Properties } = resource;
  return {
    arn: '',
    sslMode: text(Properties, 'SslMode'),
    databaseName: text(Properties, 'DatabaseName'),
    settings: Properties[section] as Properties,
    extraConnectionAttributes: text(Properties, 'ExtraConnectionAttributes'),
  };
}

function replication(spec: PipelineSpec, stacks: readonly CloudFormationStackArtifact[]): ReplicationSettings {
  const { kind, type } = spec.config.replication;
  if (kind === 'serverless') {
    const { Properties } = resourceOf(stacks, 'AWS::DMS::ReplicationConfig');
    const settings = Properties['ReplicationSettings'] as Properties;
    return { kind, type, taskSettings: known(settings), tableMappings: known(Properties['TableMappings']) };
  }
  const { Properties } = resourceOf(stacks, 'AWS::DMS::ReplicationTask');
  const settings = JSON.parse(text(Properties, 'ReplicationTaskSettings')) as Properties;
  return {
    kind,
    type,
    taskSettings: known(settings),
    tableMappings: known(JSON.parse(text(Properties, 'TableMappings'))),
  };
}

function streamFacts({ Properties }: Resource): StreamFacts {
  return {
    arn: '',
    status: 'ACTIVE',
    onDemand: Properties['ShardCount'] === undefined,
    openShards: Number(Properties['ShardCount'] ?? 4),
    retentionHours: Number(Properties['RetentionPeriodHours']),
    encrypted: Properties['StreamEncryption'] !== undefined,
    maxRecordKiB: Number(Properties['MaxRecordSizeInKiB']),
  };
}

function mappingFacts(mapping: Resource, fn: Resource): EventSourceMappingFacts {
  const { Properties } = mapping;
  return {
    id: '',
    functionName: '',
    state: 'Enabled',
    lastResult: '',
    reportsBatchItemFailures: JSON.stringify(Properties['FunctionResponseTypes']).includes('ReportBatchItemFailures'),
    bisects: Properties['BisectBatchOnFunctionError'] === true,
    maximumRetryAttempts: Number(Properties['MaximumRetryAttempts']),
    maximumRecordAgeSeconds: Number(Properties['MaximumRecordAgeInSeconds']),
    startingPosition: text(Properties, 'StartingPosition'),
    failureDestination: Properties['DestinationConfig'] === undefined ? '' : 'arn:aws:s3:::failures',
    functionTimeoutSeconds: known(Number(fn.Properties['Timeout'])),
    iteratorAgeHours: known(undefined),
  };
}

function text(properties: Properties, name: string): string {
  const value = properties[name];
  return typeof value === 'string' ? value : '';
}
