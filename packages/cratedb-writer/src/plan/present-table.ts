import type { TableName } from '@drayage/record-decoder';
import type { TableRename } from './stored-definition.js';

/**
 * The name that a table has now, of which a message from `timeMicros` speaks by the name it had then. A name may be left
 * and taken again: of each, the first rename after the time at which the table bore it is followed.
 */
export function presentTable(
  source: TableName,
  timeMicros: number,
  renamesOf: (name: TableName) => readonly TableRename[],
): TableName {
  let name = source;
  let since = timeMicros;
  for (;;) {
    const next = renamesOf(name).find(({ untilMicros }) => untilMicros > since);
    if (next === undefined) return name;
    name = next.to;
    since = next.untilMicros;
  }
}
