import type { StreamPosition, TableName } from '@drayage/record-decoder';
import { DRAYAGE_SCHEMA } from '../catalogue/drayage-tables.js';
import type { SinkDatabase } from '../client/sink-database.js';
import type { DeadLetterState, StoredLetter } from '../letters/dead-letter.js';
import { compareLetters } from '../letters/letter-order.js';
import type { DeadLetterCode } from '../plan/change-refusal.js';
import type { ScalarParameter } from '../statement.js';

const NAME = `${DRAYAGE_SCHEMA}.dead_letters`;

/** Which letters; what is absent does not matter. */
export interface LetterSelection {
  readonly ids?: readonly string[] | undefined;
  readonly table?: TableName | undefined;
  readonly code?: DeadLetterCode | undefined;
  readonly state?: DeadLetterState | undefined;
}

/**
 * Reads letters of `drayage.dead_letters`, in the order of their messages. Payloads may be a megabyte each: without
 * `payloads` they are left out, and empty.
 */
export async function readDeadLetters(
  database: SinkDatabase,
  pipeline: string,
  selection: LetterSelection,
  { payloads }: { readonly payloads: boolean },
): Promise<readonly StoredLetter[]> {
  if (database.dialect === 'cratedb') await database.execute({ sql: `REFRESH TABLE ${NAME}`, parameters: [] });
  const parameters: ScalarParameter[] = [pipeline];
  const parameter = (value: ScalarParameter): string => `$${parameters.push(value)}`;
  const conditions = ['pipeline = $1'];
  const { ids, table, code, state } = selection;
  if (ids !== undefined) conditions.push(`id IN (${ids.map(parameter).join(', ')})`);
  if (table !== undefined)
    conditions.push(`"schema" = ${parameter(table.schema)} AND "table" = ${parameter(table.table)}`);
  if (code !== undefined) conditions.push(`code = ${parameter(code)}`);
  if (state !== undefined) conditions.push(`state = ${parameter(state)}`);
  const columns = `id, "schema", "table", "key", moved_from, operation, code, column_name, message, remedy, ${payloads ? 'payload' : "''"}, "position", "time", state, attempts, first_at, last_at`;
  const { rows } = await database.execute({
    sql: `SELECT ${columns} FROM ${NAME} WHERE ${conditions.join(' AND ')}`,
    parameters,
  });
  return rows.map(storedLetter).sort(byOrder);
}

/** The order in which letters are applied; those that nothing tells apart, as they were first stored. */
export function byOrder(one: StoredLetter, other: StoredLetter): number {
  const order = compareLetters(one, other);
  if (order !== 0) return order;
  if (one.firstAt !== other.firstAt) return one.firstAt < other.firstAt ? -1 : 1;
  return one.id < other.id ? -1 : 1;
}

function storedLetter(row: readonly (string | null)[]): StoredLetter {
  const [
    id,
    schema,
    table,
    key,
    movedFrom,
    operation,
    code,
    column,
    message,
    remedy,
    payload,
    position,
    time,
    state,
    attempts,
    firstAt,
    lastAt,
  ] = row;
  return {
    id: id ?? '',
    table: (table ?? '') === '' ? undefined : { schema: schema ?? '', table: table ?? '' },
    key: key ?? null,
    movedFrom: movedFrom ?? null,
    operation: operation ?? null,
    code: (code ?? 'statement-failed') as DeadLetterCode,
    column: column ?? undefined,
    message: message ?? '',
    remedy: remedy ?? '',
    payload: payload ?? '',
    position: JSON.parse(position ?? '{}') as StreamPosition,
    timeMicros: time == null ? null : Number(time),
    state: (state ?? 'open') as DeadLetterState,
    attempts: Number(attempts ?? 1),
    firstAt: isoTime(firstAt),
    lastAt: isoTime(lastAt),
  };
}

function isoTime(text: string | null | undefined): string {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) ? '' : new Date(time).toISOString();
}
