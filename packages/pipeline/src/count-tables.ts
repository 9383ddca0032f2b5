import type { DeadLetter, Writer, WriteOutcome } from '@drayage/cratedb-writer';
import { outcomeId, type TableOutcome } from './process-outcome.js';

/** The rows written to each table, with its dead letters. A letter counts for the target of its source table, where that is known. */
export function countTables(
  written: WriteOutcome['tables'],
  letters: readonly DeadLetter[],
  known: ReturnType<Writer['tables']>,
): readonly TableOutcome[] {
  const tables = new Map(written.map((table) => [outcomeId(table), { ...table, deadLetters: 0 }]));
  for (const { table } of letters) {
    if (table === undefined) continue;
    const target = known.find(({ source }) => source.schema === table.schema && source.table === table.table);
    const { schema, name } = target ?? { schema: table.schema, name: table.table };
    const id = outcomeId({ schema, name });
    const present = tables.get(id) ?? { schema, name, rowsUpserted: 0, rowsDeleted: 0, deadLetters: 0 };
    tables.set(id, { ...present, deadLetters: present.deadLetters + 1 });
  }
  return [...tables.values()];
}
