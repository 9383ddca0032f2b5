import { access, constants } from 'node:fs/promises';
import {
  byOrder,
  createTargetDeadLetterStore,
  openFileDeadLetterStore,
  readDeadLetters,
  SinkError,
  type DeadLetterStore,
  type FileDeadLetterStore,
  type LetterSelection,
  type SinkDatabase,
  type StoredLetter,
} from '@drayage/cratedb-writer';
import { UsageError } from '@drayage/terminal';

/** Letters that can be read, and the store they are in. */
export interface LetterSource {
  readonly pipeline: string;
  readonly store: DeadLetterStore;
  /** In the order in which they are applied; their payloads may be left out. */
  read(selection: LetterSelection): Promise<readonly StoredLetter[]>;
  /** One letter, whole. */
  find(id: string): Promise<StoredLetter | undefined>;
  close(): Promise<void>;
}

/** The letters in the target. */
export function targetLetters(database: SinkDatabase, pipeline: string, now: () => number): LetterSource {
  const read = async (selection: LetterSelection, payloads: boolean): Promise<readonly StoredLetter[]> => {
    try {
      return await readDeadLetters(database, pipeline, selection, { payloads });
    } catch (error) {
      // Nothing of Drayage ever wrote to this target.
      if (error instanceof SinkError && (error.code === 'relation-unknown' || error.code === 'schema-unknown'))
        return [];
      throw error;
    }
  };
  return {
    pipeline,
    store: createTargetDeadLetterStore(database, pipeline, now),
    read: (selection) => read(selection, false),
    find: async (id) => (await read({ ids: [id] }, true))[0],
    close: () => Promise.resolve(),
  };
}

/**
 * The letters in a file of `dray replay --dead-letters`, or in objects of S3 that were written into one. The file says whose
 * they are, unless it has those of several pipelines.
 *
 * @throws UsageError for a file without letters, or with letters of several pipelines of which none is named.
 */
export async function fileLetters(
  path: string,
  pipeline: string | undefined,
  now: () => number,
): Promise<LetterSource> {
  const name = pipeline ?? (await onlyPipeline(path, now));
  const file = await openFile(path, name, now);
  return {
    pipeline: name,
    store: file.store,
    read: (selection) =>
      Promise.resolve(
        file
          .letters()
          .filter((letter) => isSelected(letter, selection))
          .sort(byOrder),
      ),
    find: (id) => Promise.resolve(file.letters().find((letter) => letter.id === id)),
    close: () => file.close(),
  };
}

function isSelected(letter: StoredLetter, { ids, table, code, state }: LetterSelection): boolean {
  return (
    (ids === undefined || ids.includes(letter.id)) &&
    (table === undefined || (letter.table?.schema === table.schema && letter.table.table === table.table)) &&
    (code === undefined || letter.code === code) &&
    (state === undefined || letter.state === state)
  );
}

async function onlyPipeline(path: string, now: () => number): Promise<string> {
  const file = await openFile(path, '', now);
  const names = file.pipelines();
  await file.close();
  const [only] = names;
  if (only !== undefined && names.length === 1) return only;
  throw new UsageError(
    names.length === 0
      ? `The file ${path} has no letters.`
      : `The file ${path} has letters of several pipelines: ${names.join(', ')}.`,
    'Give a file of dead letters, and --pipeline where it has several.',
  );
}

/** The store would make a file that is not there. */
async function openFile(path: string, pipeline: string, now: () => number): Promise<FileDeadLetterStore> {
  try {
    await access(path, constants.R_OK | constants.W_OK);
    return await openFileDeadLetterStore(path, pipeline, now);
  } catch (error) {
    throw new UsageError(
      `--from: ${error instanceof Error ? error.message : String(error)}`,
      'Give a file of dead letters that can be read and written: what becomes of a letter is noted in it.',
    );
  }
}
