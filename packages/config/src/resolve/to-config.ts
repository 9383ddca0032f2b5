import type { DrayageConfig } from '../drayage-config.js';
import type { ResolvedFile } from '../schema/config-schema.js';
import { addColumnTypes } from './add-column-types.js';
import { pipelineName } from './pipeline-name.js';
import { parseStreamArn } from './stream-arn.js';

/** Fills in what follows from other keys: the pipeline’s name, the region of an ARN, types by table. */
export function toConfig(file: ResolvedFile): DrayageConfig {
  const { stream } = file.kinesis;
  const arn = stream === undefined ? undefined : parseStreamArn(stream);
  const { columnTypes, ...write } = file.write;
  return {
    pipeline: pipelineName({ pipeline: file.pipeline, stream }) ?? '',
    source: file.source,
    tables: file.tables,
    demo: file.demo,
    replication: file.replication,
    stream: file.stream,
    sink: file.sink,
    network: file.network,
    roles: file.roles,
    alarms: file.alarms,
    deployment: file.deployment,
    target: file.target,
    kinesis: { ...file.kinesis, ...(arn === undefined ? {} : { region: arn.region }) },
    write: { ...write, tables: addColumnTypes(write.tables, columnTypes) },
    errors: file.errors,
    http: file.http,
    lambda: file.lambda,
    log: file.log,
    aws: file.aws,
  };
}
