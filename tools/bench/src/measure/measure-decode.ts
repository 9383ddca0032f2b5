import { decodeRecord } from '@drayage/record-decoder';
import type { SourceRecord } from '@drayage/pipeline';
import { ratioOf, spreadOf, type Spread } from '../rounds/spread.ts';
import { runInterleaved, type Rounds } from '../rounds/run-interleaved.ts';
import { distinctMessages, toRecords, wideMessages } from '../workload/workload.ts';

export interface DecodeMeasures {
  /** Speed of `decodeRecord` on bytes, where bare `JSON.parse` on the same bytes is 1. */
  readonly decodeRatio: Spread;
  /** The same where every row has an integer beyond 2^53, which `JSON.parse` reads wrong. */
  readonly decodeWideRatio: Spread;
  readonly decodePerSecond: Spread;
  readonly meanMessageBytes: number;
}

export async function measureDecode(messages: number, rounds: Rounds): Promise<DecodeMeasures> {
  const distinct = toRecords(distinctMessages(messages));
  const wide = toRecords(wideMessages(messages));
  const seconds = await runInterleaved(
    {
      parse: async () => timed(distinct, parse),
      decode: async () => timed(distinct, decode),
      parseWide: async () => timed(wide, parse),
      decodeWide: async () => timed(wide, decode),
    },
    rounds,
  );
  return {
    decodeRatio: ratioOf(seconds.parse, seconds.decode),
    decodeWideRatio: ratioOf(seconds.parseWide, seconds.decodeWide),
    decodePerSecond: spreadOf(seconds.decode.map((taken) => messages / taken)),
    meanMessageBytes: distinct.reduce((bytes, { data }) => bytes + data.length, 0) / messages,
  };
}

function parse({ data }: SourceRecord): unknown {
  return JSON.parse(data.toString());
}

function decode({ data, position }: SourceRecord): unknown {
  return decodeRecord(data, position);
}

function timed(records: readonly SourceRecord[], work: (record: SourceRecord) => unknown): Promise<number> {
  const started = performance.now();
  for (const record of records) work(record);
  return Promise.resolve((performance.now() - started) / 1000);
}
