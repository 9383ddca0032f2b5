import { UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import type { AwsClients } from '../clients/aws-clients.js';
import { callAws } from '../errors/call-aws.js';

/** What a mapping does with batches that fail. A setting that is absent stays as it is. */
export interface MappingChange {
  readonly BisectBatchOnFunctionError?: boolean;
  readonly FunctionResponseTypes?: 'ReportBatchItemFailures'[];
  readonly MaximumRecordAgeInSeconds?: number;
  readonly MaximumRetryAttempts?: number;
  readonly ParallelizationFactor?: number;
}

/** Changes a mapping in place; it keeps its place in the stream. */
export async function changeMapping(
  { lambda }: Pick<AwsClients, 'lambda'>,
  id: string,
  change: MappingChange,
): Promise<void> {
  await callAws(`lambda:UpdateEventSourceMapping of ${id}`, () =>
    lambda.send(new UpdateEventSourceMappingCommand({ ...change, UUID: id })),
  );
}
