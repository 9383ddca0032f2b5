import type { Spread } from './rounds/spread.ts';
import type { DecodeMeasures } from './measure/measure-decode.ts';
import type { MemoryMeasures } from './measure/measure-memory.ts';
import type { TargetMeasures } from './measure/measure-target.ts';

/** Everything that one run measured. */
export interface Measures {
  readonly decode: DecodeMeasures;
  readonly pglite: TargetMeasures;
  /** Only with a CrateDB at hand. */
  readonly cratedb: TargetMeasures | undefined;
  readonly memory: MemoryMeasures;
}

/** What the benchmark prints as JSON: ratios that mean the same everywhere, and what this machine had to do with it. */
export interface Report {
  readonly decodeRatio: number;
  readonly decodeWideRatio: number;
  readonly pgliteRatio: number;
  readonly crateRatio?: Readonly<Record<string, number>>;
  readonly hotKeyRatio: number;
  readonly stampCost: number;
  readonly isolationCost: number;
  readonly peakRssMb: number;
  /** By the path of each ratio. */
  readonly spread: Readonly<Record<string, Spread>>;
  readonly thisMachine: {
    readonly perSecond: Readonly<Record<string, Spread>>;
    readonly replayRecordsPerSecond: number;
    readonly replayFileMb: number;
    readonly meanMessageBytes: number;
    readonly cpus: number;
    /** Load averages over a minute: before and after. Much more than `cpus` means that others worked here too. */
    readonly load: readonly [before: number, after: number];
    readonly node: string;
    readonly seconds: number;
  };
}

export interface Machine {
  readonly cpus: number;
  readonly load: readonly [before: number, after: number];
  readonly node: string;
  readonly seconds: number;
}

export function makeReport({ decode, pglite, cratedb, memory }: Measures, machine: Machine): Report {
  const spread: Record<string, Spread> = {
    decodeRatio: decode.decodeRatio,
    decodeWideRatio: decode.decodeWideRatio,
    pgliteRatio: pglite.fullRatio['1'] ?? missing(),
    ...prefixed('crateRatio', cratedb?.fullRatio ?? {}),
    hotKeyRatio: pglite.hotKeyRatio,
    stampCost: pglite.stampCost,
    isolationCost: pglite.isolationCost,
    ...(cratedb === undefined
      ? {}
      : {
          crateHotKeyRatio: cratedb.hotKeyRatio,
          crateStampCost: cratedb.stampCost,
          crateIsolationCost: cratedb.isolationCost,
        }),
  };
  const median = (name: string): number => rounded(spread[name]?.median ?? missing());
  const crateRatio = Object.keys(cratedb?.fullRatio ?? {}).map(
    (lanes) => [lanes, median(`crateRatio.${lanes}`)] as const,
  );
  return {
    decodeRatio: median('decodeRatio'),
    decodeWideRatio: median('decodeWideRatio'),
    pgliteRatio: median('pgliteRatio'),
    ...(cratedb === undefined ? {} : { crateRatio: Object.fromEntries(crateRatio) }),
    hotKeyRatio: median('hotKeyRatio'),
    stampCost: median('stampCost'),
    isolationCost: median('isolationCost'),
    peakRssMb: rounded(memory.peakRssMb),
    spread: Object.fromEntries(Object.entries(spread).map(([name, one]) => [name, roundedSpread(one)])),
    thisMachine: {
      perSecond: Object.fromEntries(
        Object.entries({
          decode: decode.decodePerSecond,
          ...prefixed('pglite', pglite.perSecond),
          ...prefixed('cratedb', cratedb?.perSecond ?? {}),
        }).map(([name, one]) => [name, roundedSpread(one)]),
      ),
      replayRecordsPerSecond: Math.round(memory.recordsPerSecond),
      replayFileMb: rounded(memory.fileMb),
      meanMessageBytes: rounded(decode.meanMessageBytes),
      ...machine,
      seconds: rounded(machine.seconds),
    },
  };
}

/** For a reader: a line for each ratio, then the numbers of this machine. */
export function renderReport({ spread, peakRssMb, thisMachine }: Report): string {
  const line = (name: string, { median, min, max }: Spread): string =>
    `${name.padEnd(20)} ${format(median).padStart(9)}   ${format(min)} .. ${format(max)}`;
  const { perSecond, replayRecordsPerSecond, replayFileMb, meanMessageBytes, cpus, load, node, seconds } = thisMachine;
  return [
    `${''.padEnd(20)} ${'median'.padStart(9)}   min .. max`,
    ...Object.entries(spread).map(([name, one]) => line(name, one)),
    `${'peakRssMb'.padEnd(20)} ${format(peakRssMb).padStart(9)}   of dray replay over a file of ${format(replayFileMb)} MB, ${replayRecordsPerSecond} records/s`,
    '',
    `A second, on this machine only (${cpus} CPUs, load ${load.map((one) => one.toFixed(1)).join(' -> ')}, Node ${node}, messages of ${format(meanMessageBytes)} bytes):`,
    ...Object.entries(perSecond).map(([name, one]) => line(name, one)),
    `${seconds.toFixed(0)} s, ${Object.values(spread)[0]?.rounds ?? 0} rounds`,
    '',
  ].join('\n');
}

function prefixed(prefix: string, spreads: Readonly<Record<string, Spread>>): Readonly<Record<string, Spread>> {
  return Object.fromEntries(Object.entries(spreads).map(([name, spread]) => [`${prefix}.${name}`, spread]));
}

function roundedSpread({ median, min, max, rounds }: Spread): Spread {
  return { median: rounded(median), min: rounded(min), max: rounded(max), rounds };
}

/** Three digits that mean something. */
function rounded(value: number): number {
  return Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(3));
}

function format(value: number): string {
  return Math.abs(value) >= 1000 ? String(Math.round(value)) : String(rounded(value));
}

function missing(): never {
  throw new RangeError('A measure is missing.');
}
