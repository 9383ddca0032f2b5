import { open, readFile } from 'node:fs/promises';
import type { TableName } from '@drayage/record-decoder';
import {
  deadLetterId,
  type DeadLetter,
  type DeadLetterState,
  type DeadLetterStore,
  type StoredLetter,
} from '../letters/dead-letter.js';
import { formatLetter, newLetter, readLetter } from '../letters/letter-json.js';
import { SinkError } from '../sink-error.js';

/** A store in a file, with what it holds; `close` is its only user's to call. */
export interface FileDeadLetterStore {
  readonly store: DeadLetterStore;
  /** Every letter of the pipeline that the file has, as it stands now. */
  letters(): readonly StoredLetter[];
  /** Names of the pipelines whose letters the file has. */
  pipelines(): readonly string[];
  close(): Promise<void>;
}

/** A line about a letter that the file has already: another attempt, or its end. */
type LetterUpdate = Pick<StoredLetter, 'id' | 'attempts' | 'lastAt'> &
  Partial<Pick<StoredLetter, 'code' | 'message' | 'remedy'>> & {
    readonly state?: DeadLetterState;
    readonly column?: string | null;
  };

/**
 * Letters as lines of JSON in a file that only grows. A letter counts as stored once its line is on the disk. A letter that
 * is there already gets a line of what is new about it, so that no id stands in the file as open twice.
 *
 * @throws SinkError `letters-not-stored` where the file cannot be read or written.
 */
export async function openFileDeadLetterStore(
  path: string,
  pipeline: string,
  now: () => number,
): Promise<FileDeadLetterStore> {
  const known = new Map<string, { readonly pipeline: string; letter: StoredLetter }>();
  const file = await reaching(path, () => open(path, 'a+'));
  await reaching(path, async () => {
    const content = await readFile(path);
    // A line without an end was being written when the process died: its letter does not count as stored.
    const whole = content.lastIndexOf(0x0a) + 1;
    if (whole < content.length) await file.truncate(whole);
    for (const line of content.subarray(0, whole).toString('utf8').split('\n')) take(line);
  });

  function take(line: string): void {
    const json: unknown = line === '' ? undefined : parse(line);
    const read = readLetter(json);
    if (read !== undefined) known.set(read.letter.id, read);
    else if (isUpdate(json)) {
      const entry = known.get(json.id);
      if (entry !== undefined) entry.letter = updated(entry.letter, json);
    }
  }

  async function append(lines: readonly string[]): Promise<void> {
    if (lines.length === 0) return;
    await reaching(path, async () => {
      await file.appendFile(lines.map((line) => `${line}\n`).join(''));
      await file.datasync();
    });
    lines.forEach(take);
  }

  const own = (): readonly StoredLetter[] =>
    [...known.values()].flatMap((entry) => (entry.pipeline === pipeline ? [entry.letter] : []));
  const isOpen = ({ state }: StoredLetter): boolean => state === 'open';

  return {
    letters: own,
    pipelines: () => [...new Set([...known.values()].map((entry) => entry.pipeline))],
    close: () => file.close(),
    store: {
      async put(letters) {
        const at = new Date(now()).toISOString();
        await append(
          [...onceEach(pipeline, letters)].map(([id, letter]) => {
            const present = known.get(id)?.letter;
            return present === undefined
              ? formatLetter(pipeline, newLetter(id, letter, at))
              : JSON.stringify(attempted(present, letter, at));
          }),
        );
      },
      countOpen() {
        const counts = new Map<string, { readonly table: TableName; readonly open: number }>();
        for (const { table = { schema: '', table: '' } } of own().filter(isOpen)) {
          const id = `${table.schema}\u0000${table.table}`;
          counts.set(id, { table, open: (counts.get(id)?.open ?? 0) + 1 });
        }
        return Promise.resolve([...counts.values()]);
      },
      openLetters: ({ schema, table }) =>
        Promise.resolve(
          own().filter((letter) => isOpen(letter) && letter.table?.schema === schema && letter.table.table === table),
        ),
      async close(letters) {
        const lastAt = new Date(now()).toISOString();
        await append(
          letters.flatMap(({ position, state }) => {
            const id = deadLetterId(pipeline, position);
            const present = known.get(id)?.letter;
            return present === undefined || present.state === state
              ? []
              : [JSON.stringify({ id, state, attempts: present.attempts, lastAt })];
          }),
        );
      },
    },
  };
}

function onceEach(pipeline: string, letters: readonly DeadLetter[]): ReadonlyMap<string, DeadLetter> {
  return new Map(letters.map((letter) => [deadLetterId(pipeline, letter.position), letter]));
}

function attempted(present: StoredLetter, { code, column, message, remedy }: DeadLetter, lastAt: string): LetterUpdate {
  const update = {
    id: present.id,
    code,
    column: column ?? null,
    message,
    remedy,
    attempts: present.attempts + 1,
    lastAt,
  };
  return present.state === 'retried' ? { ...update, state: 'open' } : update;
}

function updated(letter: StoredLetter, { column, ...update }: LetterUpdate): StoredLetter {
  return { ...letter, ...update, ...(column === undefined ? {} : { column: column ?? undefined }) };
}

function isUpdate(json: unknown): json is LetterUpdate {
  return typeof json === 'object' && json !== null && 'id' in json && typeof json.id === 'string' && 'attempts' in json;
}

/** A line of something else is no letter. */
function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

async function reaching<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new SinkError('letters-not-stored', {
      message: `Dead letters cannot be kept in ${path}: ${cause instanceof Error ? cause.message : String(cause)}`,
      remedy: 'See to it that the file can be written and that its disk has room.',
      cause,
    });
  }
}
