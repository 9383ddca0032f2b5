export type { ErrorMode, Pipeline, PipelineOptions } from './create-pipeline.js';
export { addOutcomes, createPipeline, ERROR_MODES } from './create-pipeline.js';
export type { ShardKey } from './held-records.js';
export { payloadData } from './make-dead-letter.js';
export { PipelineHalted } from './pipeline-halted.js';
export type { ProcessOutcome, TableOutcome } from './process-outcome.js';
export { retryDelayMs, type RetryDelays } from './retry-forever.js';
export type { DecodedRecord, SourceRecord } from './source-record.js';
export { suspendTables } from './suspend-tables.js';
