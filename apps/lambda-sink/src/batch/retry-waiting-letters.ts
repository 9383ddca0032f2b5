import { readDeadLetters } from '@drayage/cratedb-writer';
import { payloadData, type DecodedRecord, type Pipeline } from '@drayage/pipeline';
import { decodeRecord, type TableName } from '@drayage/record-decoder';
import type { DrayageConfig } from '@drayage/config';

import type { Sink } from '../target/open-sink.js';

export interface WaitingLetters {
  readonly config: {
    readonly pipeline: string;
    readonly kinesis: Pick<DrayageConfig['kinesis'], 'beforeImageField'>;
  };
  readonly sink: Pick<Sink, 'database'>;
  readonly budget: { readonly signal: AbortSignal };
  /** One that decides nothing about unknown tables, and has counted no letters yet: those of a moment ago are to be seen. */
  readonly newPipeline: () => Pick<Pipeline, 'apply'>;
}

/** The tables of which these records tell for the first time, perhaps. */
export function announcedTables(records: readonly DecodedRecord[]): readonly TableName[] {
  const tables = new Map<string, TableName>();
  for (const { result } of records) {
    if (!result.ok || result.record.kind !== 'table') continue;
    const { operation, table, renamedTo } = result.record;
    const told = operation === 'create-table' ? table : operation === 'rename-table' ? renamedTo : undefined;
    if (told !== undefined) tables.set(`${told.schema}\u0000${told.table}`, told);
  }
  return [...tables.values()];
}

/**
 * Rows that waited for these tables longer than they may became letters, in this sandbox or another. They are applied now,
 * at their own place and time, and their letters are closed. A container would have kept them in its memory meanwhile.
 */
export async function retryWaitingLetters(tables: readonly TableName[], waiting: WaitingLetters): Promise<void> {
  const { config, sink, budget, newPipeline } = waiting;
  const { beforeImageField } = config.kinesis;
  for (const table of tables) {
    const selection = { table, code: 'unknown-table', state: 'open' } as const;
    const letters = await readDeadLetters(sink.database, config.pipeline, selection, { payloads: true });
    if (letters.length === 0) continue;
    const records = letters.map(({ payload, position }): DecodedRecord => {
      const data = payloadData(payload);
      return { data, position, result: decodeRecord(data, position, { beforeImageField }) };
    });
    await newPipeline().apply(
      records,
      { stream: 'dead-letters', shardId: `${table.schema}.${table.table}` },
      budget.signal,
    );
  }
}
