import type { OwnedAwsClients } from '@drayage/aws-ops';
import type { DrayageConfig } from '@drayage/config';
import { listPipelineTables, openSinkDatabase, readAppliedUntil, readDeadLetters, SinkError, type SinkDatabase } from '@drayage/cratedb-writer';
import { targetAddressOf } from '../aws/target-address.js';
import type { TargetStatus } from './pipeline-status.js';

/** What the target itself says of the pipeline: the sink's memory is there, and not only in its process. */
export async function readTargetStatus(clients: OwnedAwsClients, config: DrayageConfig, nowMs: number): Promise<TargetStatus> {
  const { pipeline, target } = config;
  const address = await targetAddressOf(clients, config);
  const database = await openSinkDatabase({
    address,
    lanes: 1,
    applicationName: 'dray status',
    connectTimeoutMs: target.connectTimeoutMs,
  });
  try {
    const tables = await listPipelineTables(database, pipeline);
    const appliedUntil = await readAppliedUntil(database, pipeline);
    return {
      tables,
      deadLetters: await countOpenLetters(database, pipeline),
      freshnessMs: appliedUntil == null ? null : Math.max(0, nowMs - appliedUntil.getTime()),
    };
  } finally {
    await database.close();
  }
}

async function countOpenLetters(database: SinkDatabase, pipeline: string): Promise<number> {
  try {
    return (await readDeadLetters(database, pipeline, { state: 'open' }, { payloads: false })).length;
  } catch (error) {
    // Nothing of Drayage ever wrote to this target.
    if (error instanceof SinkError && error.reaction === 'refresh') return 0;
    throw error;
  }
}
