import type { JsonValue, Row, RowChange } from '@drayage/record-decoder';
import type { TargetTable } from '../catalogue/target-table.js';

/**
 * What an image of a change tells of a column, by the name that the column had then; `undefined`: nothing. Looked up as
 * the row's own: a column may be called `constructor`.
 */
export function toldValue(
  table: Pick<TargetTable, 'formerNames'> | undefined,
  change: RowChange,
  image: Row | undefined,
  column: string,
): JsonValue | undefined {
  if (image === undefined) return undefined;
  const { timeMicros } = change;
  const then = table?.formerNames.find(
    ({ present, untilMicros }) => present === column && timeMicros !== undefined && timeMicros < untilMicros,
  );
  if (then !== undefined && Object.hasOwn(image, then.former)) return image[then.former];
  return Object.hasOwn(image, column) ? image[column] : undefined;
}

/** The same of a change: what its row tells of the column, else its before-image. */
export function toldByChange(
  table: Pick<TargetTable, 'formerNames'> | undefined,
  change: RowChange,
  column: string,
): JsonValue | undefined {
  return toldValue(table, change, change.values, column) ?? toldValue(table, change, change.before, column);
}
