import type { ChangeRecord, TableName } from '@drayage/record-decoder';
import { expect } from 'vitest';
import type { DeadLetter, DeadLetterState } from '../letters/dead-letter.js';
import { refuse, type DeadLetterCode } from '../plan/change-refusal.js';
import { createTargetDeadLetterStore } from '../stores/target-dead-letter-store.js';
import type { Writer } from '../writer/create-writer.js';
import type { RefusedChange, WriteOutcome } from '../writer/write-outcome.js';
import type { TestTarget } from './test-target.js';

/** A letter as a test sees it. */
export interface SeenLetter {
  readonly key: string | null;
  readonly code: string;
  readonly state: DeadLetterState;
}

/** Writes as a pipeline does: what is refused becomes a letter of the target, and what is replaced is closed. */
export interface Lettering {
  readonly write: (writer: Writer, changes: readonly ChangeRecord[]) => Promise<WriteOutcome>;
  /** The same, and then once more: a redelivery must change neither rows nor letters. */
  readonly applyTwice: (writer: Writer, changes: readonly ChangeRecord[]) => Promise<WriteOutcome>;
  /** Leaves an open letter as another process did. */
  readonly put: (change: ChangeRecord, code: DeadLetterCode) => Promise<void>;
  /** By the time of their messages. */
  readonly letters: () => Promise<readonly SeenLetter[]>;
  /** Tables that were looked up. */
  readonly reads: TableName[];
}

export function lettering({ database, pipeline, snapshot, isCratedb, sql }: TestTarget): Lettering {
  const store = createTargetDeadLetterStore(database, pipeline, Date.now);
  const lettering: Lettering = {
    reads: [],
    async write(writer, changes) {
      const counts = await store.countOpen();
      const outcome = await writer.write(changes, 'decide', {
        has: (table) =>
          counts.some((count) => count.table.schema === table.schema && count.table.table === table.table),
        read: (table) => {
          lettering.reads.push(table);
          return store.openLetters(table);
        },
      });
      await store.put(outcome.refused.map(letterOf));
      await store.close(outcome.closed);
      return outcome;
    },
    async applyTwice(writer, changes) {
      const outcome = await lettering.write(writer, changes);
      const once = { rows: await snapshot(), letters: await lettering.letters() };
      await lettering.write(writer, changes);
      expect({ rows: await snapshot(), letters: await lettering.letters() }, 'after a redelivery').toEqual(once);
      return outcome;
    },
    put: (change, code) =>
      store.put([letterOf({ change, refusal: refuse(code, 'Refused before.'), key: null, movedFrom: null })]),
    async letters() {
      if (isCratedb) await sql('REFRESH TABLE drayage.dead_letters');
      const rows = await sql(
        'SELECT "key", code, state FROM drayage.dead_letters WHERE pipeline = $1 ORDER BY "time", id',
        [pipeline],
      );
      return rows.map(([key, code, state]) => ({ key: key ?? null, code: code!, state: state as DeadLetterState }));
    },
  };
  return lettering;
}

function letterOf({ change, refusal, key, movedFrom }: RefusedChange): DeadLetter {
  return {
    position: change.position,
    table: change.table,
    key,
    movedFrom,
    operation: change.operation,
    code: refusal.code,
    column: refusal.column,
    message: refusal.message,
    remedy: refusal.remedy,
    payload: '{}',
    timeMicros: change.timeMicros ?? null,
  };
}
