import { decodeRecord } from '@drayage/record-decoder';
import type { SourceRecord } from '@drayage/pipeline';
import { ratioOf, spreadOf, type Spread } from '../rounds/spread.ts';
import { runInterleaved, type Contender, type Rounds } from '../rounds/run-interleaved.ts';
import { prepareRows } from '../target/bare-upsert.ts';
import { openBenchTarget } from '../target/bench-target.ts';
import { distinctMessages, hotMessages, toRecords, withBadRows } from '../workload/workload.ts';

/** One statement's rows, and a batch's. */
const ISOLATED_ROWS = 2_500;
const ISOLATED_BATCHES = 4;

export interface TargetOptions {
  readonly url: string;
  readonly records: number;
  readonly rounds: Rounds;
  /** Connections of the full way; the first number is the one that the other measures use. */
  readonly laneCounts: readonly [number, ...number[]];
}

export interface TargetMeasures {
  /** Speed of the full way by number of connections, where the bare upsert of ready rows on one connection is 1. */
  readonly fullRatio: Readonly<Record<string, Spread>>;
  /** Speed in records with nine tenths of them on hot keys, where a key for each record is 1. */
  readonly hotKeyRatio: Spread;
  /** Speed with stamps, where arrival ordering is 1. */
  readonly stampCost: Spread;
  /** Seconds of batches with one row each that the database refuses, where those of clean batches are 1. */
  readonly isolationCost: Spread;
  /** Records or rows a second on this machine. */
  readonly perSecond: Readonly<Record<string, Spread>>;
}

export async function measureTarget({ url, records, rounds, laneCounts }: TargetOptions): Promise<TargetMeasures> {
  const distinct = toRecords(distinctMessages(records));
  const hot = toRecords(hotMessages(records));
  const few = [...distinctMessages(ISOLATED_ROWS * ISOLATED_BATCHES)];
  const clean = toRecords(few);
  const poisoned = toRecords(withBadRows(few, ISOLATED_ROWS));
  const rows = prepareRows(distinct.map(decoded));
  const target = await openBenchTarget(url, `readings_${process.pid}`, laneCounts);
  const lanes = laneCounts[0];
  try {
    const full = laneCounts.map((count): [string, Contender] => [
      `full${count}`,
      () => target.runFull({ records: distinct, ordering: 'stamped', lanes: count }),
    ]);
    const seconds = await runInterleaved<string>(
      {
        bare: () => target.runBare(rows),
        ...Object.fromEntries(full),
        arrival: () => target.runFull({ records: distinct, ordering: 'arrival', lanes }),
        hot: () => target.runFull({ records: hot, ordering: 'stamped', lanes }),
        clean: () =>
          target.runFull({
            records: clean,
            ordering: 'stamped',
            lanes,
            isolation: { batchRecords: ISOLATED_ROWS, badRows: 0 },
          }),
        poisoned: () =>
          target.runFull({
            records: poisoned,
            ordering: 'stamped',
            lanes,
            isolation: { batchRecords: ISOLATED_ROWS, badRows: ISOLATED_BATCHES },
          }),
      },
      rounds,
    );
    const recordsOf = (name: string): number => (name === 'clean' || name === 'poisoned' ? clean.length : records);
    const of = (name: string): readonly number[] => seconds[name] ?? [];
    const stamped = of(`full${lanes}`);
    return {
      fullRatio: Object.fromEntries(
        laneCounts.map((count) => [String(count), ratioOf(of('bare'), of(`full${count}`))]),
      ),
      hotKeyRatio: ratioOf(stamped, of('hot')),
      stampCost: ratioOf(of('arrival'), stamped),
      isolationCost: ratioOf(of('poisoned'), of('clean')),
      perSecond: Object.fromEntries(
        Object.entries(seconds).map(([name, taken]) => [name, spreadOf(taken.map((one) => recordsOf(name) / one))]),
      ),
    };
  } finally {
    await target.close();
  }
}

function decoded(record: SourceRecord) {
  return { ...record, result: decodeRecord(record.data, record.position) };
}
