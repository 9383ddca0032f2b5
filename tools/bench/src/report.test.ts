import { describe, expect, it } from 'vitest';
import { makeReport, renderReport, type Machine, type Measures } from './report.ts';
import type { Spread } from './rounds/spread.ts';
import type { TargetMeasures } from './measure/measure-target.ts';

const spread = (median: number): Spread => ({ median, min: median / 2, max: median * 2, rounds: 9 });
const target = (fullRatio: TargetMeasures['fullRatio']): TargetMeasures => ({
  fullRatio,
  hotKeyRatio: spread(1.7),
  stampCost: spread(0.94321),
  isolationCost: spread(1.5),
  perSecond: { bare: spread(30_000.4), full1: spread(20_000) },
});
const MEASURES: Measures = {
  decode: {
    decodeRatio: spread(0.61234),
    decodeWideRatio: spread(0.2),
    decodePerSecond: spread(100_000),
    meanMessageBytes: 397.01,
  },
  pglite: target({ 1: spread(0.6) }),
  cratedb: target({ 1: spread(0.9), 4: spread(1.3) }),
  memory: { peakRssMb: 251.23, recordsPerSecond: 20_000.4, fileMb: 380.12 },
};
const MACHINE: Machine = { cpus: 2, load: [0.5, 2.25], node: 'v20.19.0', seconds: 300.4 };

describe('makeReport', () => {
  it('gives each ratio as a number, and its spread apart', () => {
    expect(makeReport(MEASURES, MACHINE)).toMatchObject({
      decodeRatio: 0.612,
      decodeWideRatio: 0.2,
      pgliteRatio: 0.6,
      crateRatio: { 1: 0.9, 4: 1.3 },
      hotKeyRatio: 1.7,
      stampCost: 0.943,
      isolationCost: 1.5,
      peakRssMb: 251,
      spread: { 'crateRatio.4': { median: 1.3, min: 0.65, max: 2.6, rounds: 9 } },
      thisMachine: {
        cpus: 2,
        load: [0.5, 2.25],
        replayRecordsPerSecond: 20_000,
        perSecond: { 'cratedb.bare': { median: 30_000 } },
      },
    });
  });

  it('leaves CrateDB out where there was none', () => {
    const report = makeReport({ ...MEASURES, cratedb: undefined }, MACHINE);
    expect(report).not.toHaveProperty('crateRatio');
    expect(Object.keys(report.spread).filter((name) => name.startsWith('crate'))).toEqual([]);
  });
});

describe('renderReport', () => {
  it('has a line for each ratio, and says whose the other numbers are', () => {
    const text = renderReport(makeReport(MEASURES, MACHINE));
    expect(text).toMatch(/^pgliteRatio +0\.6 {3}0\.3 \.\. 1\.2$/m);
    expect(text).toMatch(/^peakRssMb +251 /m);
    expect(text).toContain('on this machine only (2 CPUs, load 0.5 -> 2.3');
  });
});
