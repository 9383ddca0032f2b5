import { byOrder, type LetterSelection, type Ordering, type StoredLetter, type Writer } from '@drayage/cratedb-writer';
import { payloadData, type DecodedRecord, type Pipeline } from '@drayage/pipeline';
import { decodeCaptureLine, decodeRecord, TABLE_OPERATIONS, type DecodeResult } from '@drayage/record-decoder';
import type { LetterSource } from './letter-source.js';

/** `open`: refused again. `held`: not tried, and still open. `closed`: it was not open any more. */
export type RetryOutcome = 'retried' | 'superseded' | 'open' | 'held' | 'closed';

export interface RetriedLetter {
  readonly letter: StoredLetter;
  readonly outcome: RetryOutcome;
  readonly code?: string | undefined;
  readonly message: string;
}

export interface RetryOptions {
  readonly source: LetterSource;
  readonly selection: LetterSelection;
  readonly writer: Pick<Writer, 'holdsRow' | 'resume'>;
  readonly pipeline: Pipeline;
  readonly ordering: Ordering;
  /** As for the sink: letters hold messages as they were. */
  readonly beforeImageField: string;
  /** Applies letters though nothing tells whether the target holds something newer. */
  readonly force: boolean;
  readonly signal: AbortSignal;
  /** Called after each letter. */
  readonly onProgress: (done: number) => void;
}

const SHARD = { stream: 'dead-letters', shardId: 'retry' };
const SUPERSEDED = 'The target holds something newer: it stays, and the letter is closed.';

/**
 * Applies letters through the pipeline at their own position and time: changes of tables first, then rows in the order of
 * their messages, and behind each letter those that wait for it. Letters that come while this runs are taken along.
 */
export async function retryLetters(options: RetryOptions): Promise<readonly RetriedLetter[]> {
  const { source, selection, writer, signal, onProgress } = options;
  const results = new Map<string, RetriedLetter>();
  const resumed = new Set<string>();
  /** Keys whose rows this run wrote: what stands there is not newer than what waited behind it. */
  const written = new Set<string>();
  for (;;) {
    const letters = (await withFollowers(source, selection)).filter(({ id }) => !results.has(id));
    if (letters.length === 0) return [...results.values()];
    for (const letter of letters) {
      signal.throwIfAborted();
      const { table } = letter;
      const name = table === undefined ? '' : `${table.schema}\u0000${table.table}`;
      if (table !== undefined && !resumed.has(name)) await writer.resume(table);
      resumed.add(name);
      results.set(letter.id, await retryLetter(options, letter, written));
      onProgress(results.size);
    }
  }
}

/** The selected letters, and the open ones that wait behind them. */
async function withFollowers(source: LetterSource, selection: LetterSelection): Promise<readonly StoredLetter[]> {
  const selected = await source.read({
    ...selection,
    state: selection.state ?? (selection.ids === undefined ? 'open' : undefined),
  });
  const chosen = new Map(selected.map((letter) => [letter.id, letter]));
  const tables = new Map(
    selected.flatMap(({ table }) => (table === undefined ? [] : [[`${table.schema}\u0000${table.table}`, table]])),
  );
  for (const table of tables.values()) {
    const keys = new Set(selected.filter((letter) => isOf(letter, table)).flatMap(keysOf));
    for (const parked of await source.read({ table, code: 'parked', state: 'open' })) {
      if (!keysOf(parked).some((key) => keys.has(key))) continue;
      chosen.set(parked.id, parked);
      for (const key of keysOf(parked)) keys.add(key);
    }
  }
  const isControl = ({ operation }: StoredLetter): boolean => TABLE_OPERATIONS.some((name) => name === operation);
  return [...chosen.values()].sort(
    (one, other) => Number(isControl(other)) - Number(isControl(one)) || byOrder(one, other),
  );
}

function isOf({ table }: StoredLetter, other: NonNullable<StoredLetter['table']>): boolean {
  return table?.schema === other.schema && table.table === other.table;
}

function keysOf({ key, movedFrom }: StoredLetter): readonly string[] {
  return [key, movedFrom].filter((text) => text !== null);
}

async function retryLetter(options: RetryOptions, letter: StoredLetter, written: Set<string>): Promise<RetriedLetter> {
  const { source, pipeline, signal } = options;
  if (letter.state !== 'open' && options.selection.state !== letter.state) {
    return { letter, outcome: 'closed', message: `It is ${letter.state} already.` };
  }
  const whole = (await source.find(letter.id)) ?? letter;
  if (/^(s3|sqs):\/\//u.test(whole.payload)) {
    return {
      letter,
      outcome: 'held',
      message: `Its payload is at ${whole.payload}: fetch it into a file and retry --from that.`,
    };
  }
  const record = decode(whole, options);
  const held = await heldBack(options, record, letter, written);
  if (held !== undefined) return { letter, outcome: 'held', message: held };
  const outcome = await pipeline.apply([record], SHARD, signal);
  if (outcome.deadLetters > 0) {
    const now = await source.find(letter.id);
    // Refused for its values, and of no account any more: its row was deleted since.
    if (now?.state === 'superseded') return { letter, outcome: 'superseded', message: SUPERSEDED };
    return { letter, outcome: 'open', code: now?.code, message: now?.message ?? 'It was refused again.' };
  }
  const isStale = outcome.staleSkipped > 0;
  await source.store.close([{ position: letter.position, state: isStale ? 'superseded' : 'retried' }]);
  for (const key of keysOf(letter)) written.add(keyId(letter, key));
  return isStale
    ? { letter, outcome: 'superseded', message: SUPERSEDED }
    : { letter, outcome: 'retried', message: 'It is applied.' };
}

/** Why a letter is not even tried: without stamps nothing tells whether the row that stands there is newer. */
async function heldBack(
  { ordering, force, writer }: RetryOptions,
  { result }: DecodedRecord,
  letter: StoredLetter,
  written: ReadonlySet<string>,
): Promise<string | undefined> {
  if (force || !result.ok || result.record.kind !== 'row' || ordering === 'stamped') return undefined;
  if (keysOf(letter).some((key) => written.has(keyId(letter, key))) || !(await writer.holdsRow(result.record)))
    return undefined;
  return 'With `ordering: arrival` nothing tells whether the row in the target is newer. Look at it, then give --force, or discard the letter.';
}

function keyId({ table }: StoredLetter, key: string): string {
  return `${table?.schema ?? ''}\u0000${table?.table ?? ''}\u0000${key}`;
}

/** The record as it was, where it was: a line of a capture tells another position than the letter's own. */
function decode(
  { payload, position }: StoredLetter,
  { beforeImageField }: Pick<RetryOptions, 'beforeImageField'>,
): DecodedRecord {
  const data = payloadData(payload);
  const result: DecodeResult =
    typeof data === 'string'
      ? decodeCaptureLine(data, position, { beforeImageField })
      : decodeRecord(data, position, { beforeImageField });
  return { data, position, result: result.ok ? { ok: true, record: { ...result.record, position } } : result };
}
