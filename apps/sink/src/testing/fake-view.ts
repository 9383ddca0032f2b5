import type { ThroughputSamples } from '../activity/throughput-history.js';
import type { ProbeReport, SinkView, StatusReport } from '../report/sink-view.js';
import { shardStatus, tableStatus } from './fake-sink.js';

interface ViewState {
  readonly status: StatusReport;
  readonly samples: ThroughputSamples;
  readonly health: ProbeReport;
  readonly ready: ProbeReport;
}

export interface FakeView {
  readonly view: SinkView;
  readonly set: (changes: Partial<ViewState>) => void;
  readonly setStatus: (changes: Partial<StatusReport>) => void;
}

const FINE: ProbeReport = { ok: true, reasons: [] };

/** A view whose content a test sets. */
export function fakeView(): FakeView {
  let state: ViewState = {
    status: {
      pipeline: 'orders',
      state: 'running',
      shards: [shardStatus()],
      tables: [tableStatus()],
      completeThrough: '2026-01-31T12:00:00.000Z',
      freshnessMs: 400,
      deadLetters: 0,
      rates: { recordsPerSecond: 120, rowsPerSecond: 110 },
      warnings: [],
    },
    samples: hourOfSamples(Date.now()),
    health: FINE,
    ready: FINE,
  };
  return {
    set: (changes) => {
      state = { ...state, ...changes };
    },
    setStatus: (changes) => {
      state = { ...state, status: { ...state.status, ...changes } };
    },
    view: {
      status: () => state.status,
      samples: () => state.samples,
      health: () => state.health,
      readiness: () => Promise.resolve(state.ready),
      metrics: () => Promise.resolve('drayage_running 1\n'),
    },
  };
}

/** An hour that looks like a working day: a wave, a full load, a pause. */
export function hourOfSamples(end: number): ThroughputSamples {
  const intervalMs = 5_000;
  const count = 719;
  const rows = Array.from({ length: count }, (_, index) => {
    const wave = 900 + 260 * Math.sin(index / 40) + 90 * Math.sin(index / 3.1) + 60 * Math.sin(index * 1.7);
    const load = index > 180 && index < 290 ? 2_600 * Math.sin(((index - 180) / 110) * Math.PI) : 0;
    return index > 470 && index < 495 ? 0 : Math.round(wave + load);
  });
  return {
    intervalMs,
    times: rows.map((_, index) => end - (count - 1 - index) * intervalMs),
    recordsPerSecond: rows.map((value) => Math.round(value * 1.12)),
    rowsPerSecond: rows,
    lagMs: rows.map(() => 400),
  };
}
