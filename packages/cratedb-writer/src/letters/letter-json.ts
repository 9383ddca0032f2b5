import type { StreamPosition, TableName } from '@drayage/record-decoder';
import { DEAD_LETTER_CODES, type DeadLetterCode } from '../plan/change-refusal.js';
import { DEAD_LETTER_STATES, type DeadLetterState, type StoredLetter } from './dead-letter.js';

/** A letter as JSON, one form for files, S3 and SQS. */
export interface LetterJson {
  readonly id: string;
  readonly pipeline: string;
  readonly state: DeadLetterState;
  /** `null`: the record tells no table. */
  readonly table: TableName | null;
  readonly key: string | null;
  readonly movedFrom: string | null;
  readonly operation: string | null;
  readonly code: DeadLetterCode;
  readonly column: string | null;
  readonly message: string;
  readonly remedy: string;
  readonly payload: string;
  readonly position: StreamPosition;
  /** Microseconds since the epoch. */
  readonly time: number | null;
  readonly attempts: number;
  readonly firstAt: string;
  readonly lastAt: string;
}

/** One line of JSON, without a line end. */
export function formatLetter(pipeline: string, letter: StoredLetter): string {
  const json: LetterJson = {
    id: letter.id,
    pipeline,
    state: letter.state,
    table: letter.table ?? null,
    key: letter.key,
    movedFrom: letter.movedFrom,
    operation: letter.operation,
    code: letter.code,
    column: letter.column ?? null,
    message: letter.message,
    remedy: letter.remedy,
    payload: letter.payload,
    position: letter.position,
    time: letter.timeMicros,
    attempts: letter.attempts,
    firstAt: letter.firstAt,
    lastAt: letter.lastAt,
  };
  // Queues refuse these two; JSON may have them escaped.
  return JSON.stringify(json).replace(/[\uFFFE\uFFFF]/gu, (character) => `\\u${character.charCodeAt(0).toString(16)}`);
}

/** Reads what `formatLetter` wrote; `undefined` for any other JSON. */
export function readLetter(json: unknown): { readonly pipeline: string; readonly letter: StoredLetter } | undefined {
  if (!isLetterJson(json)) return undefined;
  const { pipeline, table, column, time, ...rest } = json;
  return { pipeline, letter: { ...rest, table: table ?? undefined, column: column ?? undefined, timeMicros: time } };
}

function isLetterJson(json: unknown): json is LetterJson {
  if (typeof json !== 'object' || json === null) return false;
  const letter = json as Partial<Record<keyof LetterJson, unknown>>;
  const { position } = letter;
  return (
    typeof letter.id === 'string' &&
    typeof letter.pipeline === 'string' &&
    typeof letter.payload === 'string' &&
    DEAD_LETTER_STATES.some((state) => state === letter.state) &&
    DEAD_LETTER_CODES.some((code) => code === letter.code) &&
    typeof position === 'object' &&
    position !== null &&
    'sequenceNumber' in position
  );
}

/** A letter that was stored for the first time just now. */
export function newLetter(
  id: string,
  letter: Omit<StoredLetter, 'id' | 'state' | 'attempts' | 'firstAt' | 'lastAt'>,
  at: string,
): StoredLetter {
  return { ...letter, id, state: 'open', attempts: 1, firstAt: at, lastAt: at };
}
