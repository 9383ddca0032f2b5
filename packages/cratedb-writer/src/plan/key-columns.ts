import { ID_COLUMN, type TargetTable } from '../catalogue/target-table.js';
import type { ScalarParameter } from '../statement.js';
import type { TargetType } from '../types/target-type.js';
import { keyColumnsSql, keyTypes } from './direct-layout.js';
import { universalKeySql } from './universal-layout.js';

/** SQL of the key columns, as conflict target and as what a look-up or a delete compares. */
export function keySql(table: TargetTable): readonly string[] {
  return table.mapping === 'direct' ? keyColumnsSql(table) : universalKeySql(table);
}

/** A key's values as `keySql` compares them. */
export function keyParameters(table: TargetTable, key: readonly ScalarParameter[]): readonly ScalarParameter[] {
  if (table.mapping === 'direct') return key;
  if (table.keyIndexes.length === 0)
    return table.dialect === 'cratedb' ? key : [JSON.stringify({ [ID_COLUMN]: key[0] })];
  if (table.dialect === 'cratedb') return key.map(fromJson);
  const members = table.keyIndexes.map(
    (index, at) => `${JSON.stringify(table.columns[index]?.name ?? '')}:${String(key[at])}`,
  );
  return [`{${members.join(',')}}`];
}

/** How each of `keyParameters` is cast where it stands alone. */
export function keyTypesSql(table: TargetTable): readonly TargetType[] {
  return table.mapping === 'universal' && table.dialect === 'postgresql'
    ? [{ kind: 'object', policy: 'dynamic' }]
    : keyTypes(table);
}

/** The universal mapping keeps keys as JSON texts; a look-up compares the bare value. */
function fromJson(text: ScalarParameter): ScalarParameter {
  if (typeof text !== 'string' || !text.startsWith('"')) return text;
  const value: unknown = JSON.parse(text);
  return typeof value === 'string' ? value : text;
}
