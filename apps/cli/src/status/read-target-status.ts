import {
  listPipelines,
  listPipelineTables,
  readAppliedUntil,
  readDeadLetters,
  SinkError,
  type FeedingStream,
  type PipelineTable,
  type SinkDatabase,
  type StoredLetter,
} from '@drayage/cratedb-writer';
import { openTargetToRead } from '../aws/open-target.js';
import { targetAddressOf } from '../aws/target-address.js';
import { readOnlyAddress } from '../dry-run/read-only-address.js';
import type { TargetStatus } from './pipeline-status.js';
import type { StatusReading } from './status-reading.js';

/**
 * What the target itself says of the pipeline: the sink's memory is there, and not only in its process. A database that
 * is not there is not made.
 *
 * @param stream that feeds the pipeline now, where it is known: checkpoints of those before it say nothing of freshness.
 */
export async function readTargetStatus(
  { clients, config, environment: { now, signal } }: Omit<StatusReading, 'dimensions'>,
  stream: FeedingStream | undefined,
): Promise<TargetStatus> {
  const { pipeline, target } = config;
  const database = await openTargetToRead(
    {
      address: await readOnlyAddress(await targetAddressOf(clients, config)),
      lanes: 1,
      applicationName: 'dray status',
      connectTimeoutMs: target.connectTimeoutMs,
    },
    signal,
  );
  try {
    const letters = await readOpenLetters(database, pipeline);
    const tables = (await listPipelineTables(database, pipeline)).map((table) => withLetters(table, letters));
    const appliedUntil = await readAppliedUntil(database, pipeline, stream);
    const isEmpty = tables.length === 0 && letters.length === 0 && appliedUntil === undefined;
    const others = isEmpty ? await listPipelines(database) : [pipeline];
    return {
      tables,
      deadLetters: letters.length,
      freshnessMs: appliedUntil == null ? null : Math.max(0, now() - appliedUntil.getTime()),
      otherPipelines: others.includes(pipeline) ? null : others,
    };
  } finally {
    await database.close();
  }
}

/** A table with open letters is incomplete, whatever else is known of it. */
function withLetters(table: PipelineTable, letters: readonly StoredLetter[]): TargetStatus['tables'][number] {
  const { schema, table: name } = table.source;
  const deadLetters = letters.filter((letter) => letter.table?.schema === schema && letter.table.table === name).length;
  return {
    ...table,
    deadLetters,
    state: deadLetters === 0 || table.state === 'suspended' ? table.state : 'incomplete',
  };
}

async function readOpenLetters(database: SinkDatabase, pipeline: string): Promise<readonly StoredLetter[]> {
  try {
    return await readDeadLetters(database, pipeline, { state: 'open' }, { payloads: false });
  } catch (error) {
    // Nothing of Drayage ever wrote to this target.
    if (error instanceof SinkError && error.reaction === 'refresh') return [];
    throw error;
  }
}
