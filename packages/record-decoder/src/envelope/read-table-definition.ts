import type { ColumnDefinition, JsonObject, JsonValue, TableDefinition } from '../change-record.js';
import { asObject, asText, CONTROL_NAMES, readField } from './envelope.js';

/**
 * The table definition of a control body, or `undefined` where it has none. Columns come as an object by name or as a
 * list; what a column does not say is nullable, and a type without a name is the empty text. Never fails: parts that
 * cannot be read are left out.
 */
export function readTableDefinition(control: JsonObject): TableDefinition | undefined {
  const definition = asObject(readField(control, CONTROL_NAMES.tableDefinition));
  if (definition === undefined) return undefined;
  const columns = readField(definition, CONTROL_NAMES.columns);
  return {
    columns: isList(columns) ? columns.flatMap(readListedColumn) : readNamedColumns(asObject(columns) ?? {}),
    primaryKey: readNames(readField(definition, CONTROL_NAMES.primaryKey)),
  };
}

/** Names, given as a text or a list of texts; anything else is left out. */
export function readNames(value: JsonValue | undefined): readonly string[] {
  const list = isList(value) ? value : [value];
  return list.filter((name): name is string => typeof name === 'string' && name !== '');
}

function readNamedColumns(columns: JsonObject): readonly ColumnDefinition[] {
  return Object.entries(columns).map(([name, value]) => readColumn(name, value));
}

function readListedColumn(value: JsonValue): readonly ColumnDefinition[] {
  const column = asObject(value);
  const name = column && asText(readField(column, CONTROL_NAMES.name));
  return name === undefined ? [] : [readColumn(name, value)];
}

function readColumn(name: string, value: JsonValue): ColumnDefinition {
  const column = asObject(value) ?? { type: value };
  const nullable = readField(column, CONTROL_NAMES.nullable);
  const length = asInteger(readField(column, CONTROL_NAMES.length));
  const precision = asInteger(readField(column, CONTROL_NAMES.precision));
  const scale = asInteger(readField(column, CONTROL_NAMES.scale));
  return {
    name,
    type: (asText(readField(column, CONTROL_NAMES.type)) ?? '').toUpperCase(),
    nullable: nullable !== false && nullable !== 'false',
    ...(length !== undefined && { length }),
    ...(precision !== undefined && { precision }),
    ...(scale !== undefined && { scale }),
  };
}

function asInteger(value: JsonValue | undefined): number | undefined {
  const text = asText(value)?.trim();
  const number = text ? Number(text) : Number.NaN;
  return Number.isSafeInteger(number) ? number : undefined;
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}
