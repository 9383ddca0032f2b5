import { describeGap, type Gap, type StreamShards } from '@drayage/kinesis-source/positions';
import { listPipelineTables } from '@drayage/cratedb-writer';
import { PipelineHalted } from '@drayage/pipeline';

import type { Settings } from '../configuration/load-settings.js';
import type { Sink } from '../target/open-sink.js';
import type { LedgerBegin } from './ledger-keeper.js';

export interface EnterLedgerOptions {
  readonly settings: Settings;
  readonly sink: Sink;
  readonly environment: { readonly now: () => number };
  readonly onWarning: (topic: string, message: string) => void;
}

/** The batch stands in the ledger. */
export interface LedgerEntry {
  finish(begin: LedgerBegin, safe: number): Promise<void>;
  /** The mapping brings a shard only when all of its parents is dealt with: their positions are at their end. `false`: not listed yet. */
  endParents(shardId: string, look: StreamShards): Promise<boolean>;
}

/** Another owner reads the shard, and without stamps two readers write over each other. */
export class ShardHeld extends Error {
  readonly code = 'shard-held';
  readonly remedy = 'Stop the container, or disable the mapping. The shard is free a minute after its owner ended.';

  constructor(shardId: string, owner: string) {
    super(`${owner} reads ${shardId}, and with ordering: arrival only one may.`);
    this.name = 'ShardHeld';
  }
}

/** Records that were handed back should have come again long ago. */
const LATE_MS = 15 * 60_000;
const GAP_REMEDY =
  'Reload the tables that this stream carries. Then set kinesis.onGap (DRAYAGE_KINESIS_ON_GAP) to continue until the function has gone over the gap.';

/**
 * Enters a batch, before anything of it is written. `undefined`: no position is kept, because the configuration says so
 * or because it is somebody else's.
 *
 * @throws PipelineHalted `gap`; ShardHeld.
 */
export async function enterLedger(begin: LedgerBegin, options: EnterLedgerOptions): Promise<LedgerEntry | undefined> {
  const { settings, sink, environment, onWarning } = options;
  const { key } = begin;
  if (sink.positions === undefined) return undefined;
  const { ledger } = sink.positions;
  const answer = await ledger.begin(begin);
  switch (answer.kind) {
    case 'held':
      if (settings.config.write.ordering === 'arrival') throw new ShardHeld(key.shardId, answer.owner);
      onWarning(
        'shard-held',
        `${answer.owner} reads ${key.shardId}, too. Both write, which does no harm; its position is kept by the other.`,
      );
      return undefined;
    case 'ended':
      onWarning(
        'shard-ended',
        `A container has read ${key.shardId} to its end: its records are written again, which does no harm.`,
      );
      return undefined;
    case 'halted':
      await markLost(answer.gap, options);
      throw new PipelineHalted('gap', describeGap(answer.gap), GAP_REMEDY);
    case 'begun':
      if (answer.gap !== undefined) {
        await markLost(answer.gap, options);
        onWarning('gap', describeGap(answer.gap));
      }
      if (answer.waitingSinceMs !== undefined && environment.now() - answer.waitingSinceMs > LATE_MS) {
        const since = new Date(answer.waitingSinceMs).toISOString();
        onWarning(
          'handed-back',
          `Records of ${key.shardId} that were handed back at ${since} have not come again. Does the mapping report batch item failures, and try without limit?`,
        );
      }
  }
  return {
    finish: (begun, safe) => ledger.finish(begun, safe),
    endParents: async (shardId, { stream, shards }) => {
      const listed = shards.find((shard) => shard.shardId === shardId);
      for (const parent of listed?.parentShardIds ?? []) await ledger.end({ ...key, shardId: parent }, stream);
      return listed !== undefined;
    },
  };
}

/** Nobody knows of which tables the lost records were. */
async function markLost(gap: Gap, { settings, sink }: EnterLedgerOptions): Promise<void> {
  for (const { source, state } of await listPipelineTables(sink.database, settings.config.pipeline)) {
    if (state !== 'dropped-at-source') await sink.writer.markIncomplete(source, describeGap(gap));
  }
}
