import type { BatchAnswer } from '../environment.js';
import type { StreamRecord } from './kinesis-event.js';

export interface MappingShard {
  readonly shardId: string;
  /** Shards that are dealt with before this one. */
  readonly parents: readonly string[];
  readonly records: readonly StreamRecord[];
}

export interface MappingSettings {
  readonly batchSize: number;
  readonly parallelizationFactor: number;
  readonly bisectBatchOnFunctionError: boolean;
  /** So many invocations are in work at a time, of other shards or other partition keys. */
  readonly concurrency: number;
  /** A batch that is tried again is filled up with what came since, which AWS does not rule out. */
  readonly fillsUpRetries: boolean;
}

/** `undefined`: the function failed, ran out of time or died; or its answer was lost. */
export type Invoke = (shardId: string, records: readonly StreamRecord[]) => Promise<BatchAnswer | undefined>;

/** Picks one of so many. */
export type Pick = (count: number) => number;

/** Records of one shard whose partition keys fall together: they are invoked one batch after another. */
interface Lane {
  readonly shard: MappingShard;
  readonly queue: StreamRecord[];
  /** Batches to be tried again, before anything else. */
  readonly again: (readonly StreamRecord[])[];
}

export interface Mapping {
  /** Invokes the function until every record is dealt with; rejects after too many attempts. */
  run(): Promise<void>;
  /** Records that are not dealt with, by shard. */
  pending(shardId: string): readonly StreamRecord[];
}

const MAX_INVOCATIONS = 3_000;

/**
 * An event source mapping as AWS documents it for Kinesis: batches of one shard in order, several at a time with other
 * partition keys where the factor is above 1, failures tried again for ever, from the lowest sequence number that was
 * reported, and halved where that is switched on. An identifier that is none of the batch's fails the whole of it.
 */
export function createMapping(
  shards: readonly MappingShard[],
  settings: MappingSettings,
  invoke: Invoke,
  pick: Pick,
): Mapping {
  const lanes = shards.flatMap((shard) => lanesOf(shard, settings));
  const isBusy = ({ queue, again }: Lane): boolean => queue.length > 0 || again.length > 0;
  const isReady = (lane: Lane): boolean =>
    isBusy(lane) && !lanes.some((other) => lane.shard.parents.includes(other.shard.shardId) && isBusy(other));

  async function step(lane: Lane): Promise<void> {
    const retried = lane.again.shift();
    const batch = retried ?? lane.queue.splice(0, settings.batchSize);
    const answer = await invoke(lane.shard.shardId, batch);
    lane.again.unshift(...left(batch, answer, settings));
    const [first] = lane.again;
    if (settings.fillsUpRetries && lane.again.length === 1 && first !== undefined) {
      lane.again[0] = [...first, ...lane.queue.splice(0, Math.max(0, settings.batchSize - first.length))];
    }
  }

  return {
    async run() {
      for (let invocations = 0; ; invocations += 1) {
        const ready = lanes.filter(isReady);
        if (ready.length === 0) return;
        if (invocations >= MAX_INVOCATIONS) throw new Error('The mapping makes no progress.');
        const first = pick(ready.length);
        const chosen = [...ready.slice(first), ...ready.slice(0, first)].slice(0, settings.concurrency);
        await Promise.all(chosen.map(step));
      }
    },
    pending: (shardId) =>
      lanes.filter(({ shard }) => shard.shardId === shardId).flatMap(({ again, queue }) => [...again.flat(), ...queue]),
  };
}

function lanesOf(shard: MappingShard, { parallelizationFactor }: MappingSettings): readonly Lane[] {
  return Array.from({ length: parallelizationFactor }, (_, lane) => ({
    shard,
    queue: shard.records.filter(({ partitionKey }) => hash(partitionKey) % parallelizationFactor === lane),
    again: [],
  }));
}

function left(
  batch: readonly StreamRecord[],
  answer: BatchAnswer | undefined,
  settings: MappingSettings,
): readonly (readonly StreamRecord[])[] {
  const failures = answer?.batchItemFailures.map(({ itemIdentifier }) =>
    batch.findIndex(({ sequenceNumber }) => sequenceNumber === itemIdentifier),
  );
  if (failures?.length === 0) return [];
  if (failures !== undefined && !failures.includes(-1)) return [batch.slice(Math.min(...failures))];
  if (!settings.bisectBatchOnFunctionError || batch.length === 1) return [batch];
  const middle = Math.ceil(batch.length / 2);
  return [batch.slice(0, middle), batch.slice(middle)];
}

function hash(text: string): number {
  let value = 11;
  for (const character of text) value = (Math.imul(value, 33) + (character.codePointAt(0) ?? 0)) >>> 0;
  return value >>> 3;
}
