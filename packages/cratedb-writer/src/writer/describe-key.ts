import type { ChangeRecord, JsonValue } from '@drayage/record-decoder';
import type { KnownTable } from './known-table.js';

/** Key columns and values of a change as JSON text, for its dead letter; `null` where no key is known. */
export function describeKey(known: KnownTable | undefined, change: ChangeRecord): string | null {
  if (change.kind !== 'row') return null;
  const names = known?.policy.primaryKey ?? known?.definition?.primaryKey ?? [];
  if (names.length === 0) return null;
  const entries = names.map((name): [string, unknown] => [name, plain(change.values[name] ?? change.before?.[name] ?? null)]);
  return JSON.stringify(Object.fromEntries(entries));
}

/** Exact numbers as text: JSON has no other form that keeps them. */
function plain(value: JsonValue): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'object' && value !== null && 'kind' in value && value['kind'] === 'decimal') return value['text'];
  return value;
}
