import {
  GetEventSourceMappingCommand,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
  type EventSourceMappingConfiguration,
} from '@aws-sdk/client-lambda';
import { parseArn } from '../arn/parse-arn.js';
import type { AwsClients } from '../clients/aws-clients.js';
import { collectPages } from '../collect-pages.js';
import { callAws } from '../errors/call-aws.js';
import { need } from '../errors/need.js';

type Lambda = Pick<AwsClients, 'lambda'>;

/** What feeds a function from a stream. */
export interface EventSourceMapping {
  readonly id: string;
  readonly sourceArn: string;
  readonly functionArn: string;
  /** `Enabled`, `Disabled`, `Enabling`, `Disabling`, `Creating`, `Updating`, `Deleting`. */
  readonly state: string;
  /** As Lambda says it: `OK`, `No records processed`, `PROBLEM: Function call failed`, … */
  readonly lastResult: string | undefined;
  readonly lastModifiedAt: Date | undefined;
  readonly batchSize: number | undefined;
  readonly parallelizationFactor: number | undefined;
  readonly bisectOnError: boolean;
  /** -1: for as long as the stream keeps the record. */
  readonly maximumRetryAttempts: number | undefined;
  readonly maximumRecordAgeSeconds: number | undefined;
  readonly reportsBatchItemFailures: boolean;
  readonly failureDestinationArn: string | undefined;
  /** Where it began: `TRIM_HORIZON`, `LATEST`, `AT_TIMESTAMP`. */
  readonly startingPosition: string | undefined;
}

/** The mappings of a function; only those from one stream where its ARN is given. */
export async function listEventSourceMappings(
  { lambda }: Lambda,
  functionName: string,
  streamArn?: string,
): Promise<readonly EventSourceMapping[]> {
  const mappings = await collectPages(async (token) => {
    const input = { FunctionName: functionName, EventSourceArn: streamArn, Marker: token };
    const answer = await callAws(`lambda:ListEventSourceMappings of ${functionName}`, () =>
      lambda.send(new ListEventSourceMappingsCommand(input)),
    );
    return { items: answer.EventSourceMappings, next: answer.NextMarker };
  });
  return mappings.map(toMapping);
}

/** Whether a mapping reads a Kinesis stream: the one that is named, by name or ARN; any where none is. Pure. */
export function isOfStream(sourceArn: string, stream: string | undefined): boolean {
  const source = parseArn(sourceArn);
  if (source?.service !== 'kinesis') return false;
  return stream === undefined || sourceArn === stream || source.resource[1] === stream;
}

export async function describeEventSourceMapping({ lambda }: Lambda, id: string): Promise<EventSourceMapping> {
  return toMapping(
    await callAws('lambda:GetEventSourceMapping', () => lambda.send(new GetEventSourceMappingCommand({ UUID: id }))),
  );
}

/** Stops or starts feeding. Lambda keeps its place in the stream while paused, for as long as the stream keeps records. */
export async function setMappingEnabled({ lambda }: Lambda, id: string, enabled: boolean): Promise<EventSourceMapping> {
  const input = { UUID: id, Enabled: enabled };
  return toMapping(
    await callAws('lambda:UpdateEventSourceMapping', () => lambda.send(new UpdateEventSourceMappingCommand(input))),
  );
}

function toMapping(mapping: EventSourceMappingConfiguration): EventSourceMapping {
  return {
    id: need(mapping.UUID, 'UUID'),
    sourceArn: mapping.EventSourceArn ?? '',
    functionArn: mapping.FunctionArn ?? '',
    state: mapping.State ?? '',
    lastResult: mapping.LastProcessingResult,
    lastModifiedAt: mapping.LastModified,
    batchSize: mapping.BatchSize,
    parallelizationFactor: mapping.ParallelizationFactor,
    bisectOnError: mapping.BisectBatchOnFunctionError === true,
    maximumRetryAttempts: mapping.MaximumRetryAttempts,
    maximumRecordAgeSeconds: mapping.MaximumRecordAgeInSeconds,
    reportsBatchItemFailures: mapping.FunctionResponseTypes?.includes('ReportBatchItemFailures') === true,
    failureDestinationArn: mapping.DestinationConfig?.OnFailure?.Destination,
    startingPosition: mapping.StartingPosition,
  };
}
