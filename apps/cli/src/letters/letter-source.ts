import {
  byOrder,
  createTargetDeadLetterStore,
  openFileDeadLetterStore,
  readDeadLetters,
  SinkError,
  type DeadLetterStore,
  type LetterSelection,
  type SinkDatabase,
  type StoredLetter,
} from '@drayage/cratedb-writer';
import { UsageError } from '../usage-error.js';

/** Letters that can be read, and the store they are in. */
export interface LetterSource {
  readonly pipeline: string;
  readonly store: DeadLetterStore;
  /** In the order in which they are applied. */
  read(selection: LetterSelection): Promise<readonly StoredLetter[]>;
  close(): Promise<void>;
}

/** The letters in the target. */
export function targetLetters(database: SinkDatabase, pipeline: string, now: () => number): LetterSource {
  return {
    pipeline,
    store: createTargetDeadLetterStore(database, pipeline, now),
    async read(selection) {
      try {
        return await readDeadLetters(database, pipeline, selection);
      } catch (error) {
        // Nothing of Drayage ever wrote to this target.
        if (error instanceof SinkError && (error.code === 'relation-unknown' || error.code === 'schema-unknown')) return [];
        throw error;
      }
    },
    close: () => Promise.resolve(),
  };
}

/** The letters in a file of `dray replay --dead-letters`, or in objects of S3 that were written into one. */
export async function fileLetters(path: string, pipeline: string | undefined, now: () => number): Promise<LetterSource> {
  const name = pipeline ?? (await onlyPipeline(path, now));
  const file = await openFileDeadLetterStore(path, name, now);
  return {
    pipeline: name,
    store: file.store,
    read: ({ ids, table, code, state }) =>
      Promise.resolve(
        file
          .letters()
          .filter(
            (letter) =>
              (ids === undefined || ids.includes(letter.id)) &&
              (table === undefined || (letter.table?.schema === table.schema && letter.table.table === table.table)) &&
              (code === undefined || letter.code === code) &&
              (state === undefined || letter.state === state),
          )
          .sort(byOrder),
      ),
    close: () => file.close(),
  };
}

async function onlyPipeline(path: string, now: () => number): Promise<string> {
  const file = await openFileDeadLetterStore(path, '', now);
  const names = file.pipelines();
  await file.close();
  const [only] = names;
  if (only !== undefined && names.length === 1) return only;
  throw new UsageError(
    names.length === 0 ? `The file ${path} has no letters.` : `The file ${path} has letters of several pipelines: ${names.join(', ')}.`,
    'Give a file of dead letters, and --pipeline where it has several.',
  );
}
