import type { ChangeRecord, JsonValue } from '@drayage/record-decoder';
import { toldByChange, toldValue } from '../plan/told-value.js';
import { isExactDecimal } from '../types/decimal.js';
import { isList } from '../types/stringify-json.js';
import type { KnownTable } from './known-table.js';

/** Key columns and values of a change as JSON text, for its dead letter; `null` where no key is known. */
export function describeKey(known: KnownTable | undefined, change: ChangeRecord): string | null {
  if (change.kind !== 'row') return null;
  return keyOf(known, (name) => toldByChange(known?.table, change, name));
}

/** The same of the row before an update that changed its key; `null` where the key stayed. */
export function describeOldKey(known: KnownTable | undefined, change: ChangeRecord): string | null {
  if (change.kind !== 'row' || change.operation !== 'update' || change.before === undefined) return null;
  const old = keyOf(
    known,
    (name) =>
      toldValue(known?.table, change, change.before, name) ?? toldValue(known?.table, change, change.values, name),
  );
  return old === describeKey(known, change) ? null : old;
}

function keyOf(known: KnownTable | undefined, valueOf: (column: string) => JsonValue | undefined): string | null {
  const names = known?.policy.primaryKey ?? known?.definition?.primaryKey ?? [];
  if (names.length === 0) return null;
  const entries = names.map((name): [string, unknown] => [name, plain(valueOf(name) ?? null)]);
  return JSON.stringify(Object.fromEntries(entries));
}

/** Exact numbers as text, wherever they stand: JSON has no other form that keeps them. */
function plain(value: JsonValue): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (isExactDecimal(value)) return value.text;
  if (isList(value)) return value.map(plain);
  return Object.fromEntries(Object.entries(value).map(([name, member]): [string, unknown] => [name, plain(member)]));
}
