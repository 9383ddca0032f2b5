import {
  refuse,
  SinkError,
  type ClosedLetter,
  type DeadLetter,
  type DeadLetterCode,
  type DeadLetterStore,
  type OpenLetters,
  type SinkErrorCode,
  type UnknownTables,
  type WriteOutcome,
  type Writer,
} from '@drayage/cratedb-writer';
import type { ChangeRecord, TableName } from '@drayage/record-decoder';

/** Answers what a test tells it to, and keeps what it was given. */
export interface FakeWriter extends Writer {
  readonly calls: {
    readonly changes: readonly ChangeRecord[];
    readonly unknownTables: UnknownTables;
    readonly letters: OpenLetters | undefined;
  }[];
  /** Thrown by the next calls, one after another. */
  readonly failures: Error[];
  /** Tables, by name, whose rows wait, or are refused once the writer shall decide. */
  readonly unknownTables: Set<string>;
  /** Refuses every change whose row has this `id`. */
  readonly refusedIds: Map<unknown, DeadLetterCode>;
  /** Told as closed by the next call. */
  closed: ClosedLetter[];
  readonly suspended: { readonly table: TableName; readonly reason: string }[];
  /** Newest message times of files, as they were told. */
  readonly advanced: number[];
}

export function fakeWriter(): FakeWriter {
  const writer: FakeWriter = {
    calls: [],
    failures: [],
    unknownTables: new Set(),
    refusedIds: new Map(),
    closed: [],
    suspended: [],
    advanced: [],
    start: () => {
      throwNext();
      return Promise.resolve();
    },
    write: (changes, unknownTables = 'decide', letters) => {
      writer.calls.push({ changes, unknownTables, letters });
      throwNext();
      return Promise.resolve(outcomeOf(changes, unknownTables));
    },
    completeLoad: () => Promise.resolve(0),
    markIncomplete: () => Promise.resolve(),
    suspend: (table, reason) => {
      writer.suspended.push({ table, reason });
      return Promise.resolve();
    },
    resume: () => Promise.resolve(),
    holdsRow: () => Promise.resolve(false),
    noteTableStatistics: () => Promise.resolve([]),
    advance: () => Promise.resolve(),
    advanceByFile: (newestMicros) => {
      writer.advanced.push(newestMicros);
      return Promise.resolve();
    },
    housekeeping: () => Promise.resolve(),
    tables: () => [],
    warnings: () => [],
  };

  function throwNext(): void {
    const failure = writer.failures.shift();
    if (failure !== undefined) throw failure;
  }

  function outcomeOf(changes: readonly ChangeRecord[], unknownTables: UnknownTables): WriteOutcome {
    const isUnknown = ({ table }: ChangeRecord): boolean => writer.unknownTables.has(table.table);
    const codeOf = (change: ChangeRecord): DeadLetterCode | undefined =>
      isUnknown(change)
        ? 'unknown-table'
        : change.kind === 'row'
          ? writer.refusedIds.get(change.values['id'])
          : undefined;
    const waiting = unknownTables === 'wait' ? changes.filter(isUnknown) : [];
    const refused = changes.flatMap((change) => {
      const code = waiting.includes(change) ? undefined : codeOf(change);
      return code === undefined
        ? []
        : [{ change, refusal: refuse(code, 'It was refused.'), key: null, movedFrom: null }];
    });
    const rowsUpserted = changes.length - waiting.length - refused.length;
    return {
      rowsUpserted,
      rowsDeleted: 0,
      statements: 1,
      staleSkipped: 0,
      leftOut: 0,
      refused,
      closed: writer.closed.splice(0),
      waiting,
      tables: [{ schema: 'shop', name: 'orders', rowsUpserted, rowsDeleted: 0 }],
    };
  }

  return writer;
}

export interface FakeLetters extends DeadLetterStore {
  readonly stored: DeadLetter[];
  readonly closed: ClosedLetter[];
  /** Times the open letters were counted. */
  counted: number;
  readonly failures: Error[];
  put: DeadLetterStore['put'];
}

export function fakeLetters(): FakeLetters {
  const letters: FakeLetters = {
    stored: [],
    closed: [],
    counted: 0,
    failures: [],
    put: (given) => {
      const failure = letters.failures.shift();
      if (failure !== undefined) return Promise.reject(failure);
      letters.stored.push(...given);
      return Promise.resolve();
    },
    countOpen: () => {
      letters.counted += 1;
      const open = letters.stored.filter(
        ({ position }) => !letters.closed.some((closed) => closed.position.sequenceNumber === position.sequenceNumber),
      );
      return Promise.resolve(
        open.length === 0 ? [] : [{ table: { schema: 'shop', table: 'orders' }, open: open.length }],
      );
    },
    openLetters: () => Promise.resolve(letters.stored),
    close: (given) => {
      letters.closed.push(...given);
      return Promise.resolve();
    },
  };
  return letters;
}

export function sinkError(code: SinkErrorCode): SinkError {
  return new SinkError(code, { message: `It is ${code}.`, remedy: 'Mend it.' });
}

/** A clock that sleeping moves on, and nothing else. */
export interface FakeClock {
  nowMs: number;
  readonly sleeps: number[];
  readonly now: () => number;
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

export function fakeClock(): FakeClock {
  const clock: FakeClock = {
    nowMs: 1_000_000,
    sleeps: [],
    now: () => clock.nowMs,
    sleep: (milliseconds) => {
      clock.sleeps.push(milliseconds);
      clock.nowMs += milliseconds;
      return Promise.resolve();
    },
  };
  return clock;
}
