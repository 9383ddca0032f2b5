import type { TableStatus } from '@drayage/cratedb-writer';
import { describeGap, type Gap, KinesisSourceError } from '@drayage/kinesis-source';

import type { SinkObserver } from '../sink-parts.js';

interface SourceTable {
  readonly schema: string;
  readonly table: string;
}

/** What is needed of the writer. */
export interface TableMarker {
  tables(): readonly (TableStatus & { readonly source: SourceTable })[];
  markIncomplete(table: SourceTable, reason: string): Promise<void>;
}

/** Makes lost records visible where people look: at the tables. */
export interface GapKeeper {
  /** The source goes on over a gap. */
  continuedOver(gap: Gap): void;
  /** The source has stopped; does nothing if that was not because of a gap. */
  haltedBy(error: unknown): Promise<void>;
  /** Resolves when every table is marked. */
  settled(): Promise<void>;
}

/** Nobody knows of which tables the lost records were, so every table of the pipeline becomes `incomplete`. */
export function createGapKeeper(writer: TableMarker, observer: SinkObserver): GapKeeper {
  let marking: Promise<void> = Promise.resolve();

  const markAll = async (reason: string): Promise<void> => {
    const marks = await Promise.allSettled(writer.tables().map(({ source }) => writer.markIncomplete(source, reason)));
    if (marks.some(({ status }) => status === 'rejected')) {
      observer.onWarning('gap-marking', 'Records were lost, and not every table could be marked as incomplete.');
    }
  };
  const mark = (reason: string): Promise<void> => {
    observer.onWarning('gap', reason);
    marking = marking.then(() => markAll(reason));
    return marking;
  };

  return {
    continuedOver: (gap) => void mark(describeGap(gap)),
    haltedBy: async (error) => {
      if (error instanceof KinesisSourceError && error.code === 'gap') {
        await mark(error.message);
      }
    },
    settled: () => marking,
  };
}
