import { encodeJson, type WireValue } from '@drayage/dms-simulator';
import { alterDefinition } from '../model/fold-events.ts';
import type { Alteration } from '../source/source-event.ts';
import type { SourceTable } from '../source/source-table.ts';
import { formatMicros } from './format-micros.ts';
import type { SourceMessage } from './source-message.ts';

export type ControlBody =
  | { readonly operation: 'create-table' | 'drop-table' }
  | { readonly operation: Alteration['kind']; readonly alteration: Alteration };

const TASK = 'DZ6OKLFYA5BWVG4RYROQUHXU4E';

/**
 * A control record. Only the bodies of `create-table` and `drop-table` are known; the others name what they change and
 * carry the new definition. A renamed table is told under its old name.
 */
export function buildControl(
  table: number,
  definition: SourceTable,
  body: ControlBody,
  timeMicros: number,
): SourceMessage {
  const { name } = definition;
  const key = `${TASK}.${name.schema}.${name.table}`;
  const metadata = {
    timestamp: formatMicros(timeMicros),
    'record-type': 'control',
    operation: body.operation,
    'partition-key-type': 'task-id',
    'partition-key-value': TASK,
    'schema-name': name.schema,
    'table-name': name.table,
  };
  return {
    table,
    operation: body.operation,
    partitionKeys: { schemaTable: key, primaryKey: [key] },
    data: encodeJson({ control: controlOf(definition, body), metadata }),
    timeMicros,
  };
}

type WireObject = Readonly<Record<string, WireValue | undefined>>;

function controlOf(definition: SourceTable, body: ControlBody): WireObject {
  if (!('alteration' in body)) return body.operation === 'drop-table' ? {} : { 'table-def': describe(definition) };
  const { alteration } = body;
  const after = { 'table-def': describe(alterDefinition(definition, alteration)) };
  switch (alteration.kind) {
    case 'add-column':
    case 'column-type-change':
      return { 'column-name': alteration.column.name, ...after };
    case 'drop-column':
      return { 'column-name': alteration.column, ...after };
    case 'rename-column':
      return { 'old-column-name': alteration.from, 'new-column-name': alteration.to, ...after };
    case 'rename-table':
      return { 'old-table-name': definition.name.table, 'new-table-name': alteration.to.table, ...after };
  }
}

/** `table-def`; a table without a key has no `primary-key` at all. */
function describe({ columns, primaryKey }: SourceTable): WireObject {
  return {
    columns: Object.fromEntries(
      columns.map(({ name, type, length, precision, scale }) => [
        name,
        { type, length, precision, scale, nullable: !primaryKey.includes(name) },
      ]),
    ),
    'primary-key': primaryKey.length > 0 ? primaryKey : undefined,
  };
}
