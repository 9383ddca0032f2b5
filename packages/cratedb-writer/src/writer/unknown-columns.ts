import type { RowChange } from '@drayage/record-decoder';
import type { TargetTable } from '../catalogue/target-table.js';
import type { ChangeRefusal } from '../plan/change-refusal.js';
import { isFormerName } from '../plan/former-names.js';

/** What one batch knows of columns that rows name and tables lack, by the table's id. */
export class UnknownColumns {
  /** Columns that the policy keeps out of a table, so that each is looked for in the catalogue once a batch. */
  private readonly kept = new Map<string, Map<string, ChangeRefusal>>();
  /** Columns that rows had no value in, and that the table did not have. */
  private readonly nullsSeen = new Map<string, Set<string>>();

  /**
   * A NULL in a column that is not known here needs no column, unless another process knows it: there the row may have a
   * value. What is stored is read once a batch for each such name.
   */
  hasUnseenNull(id: string, table: TargetTable, { values, timeMicros }: RowChange): boolean {
    let isUnseen = false;
    for (const name in values) {
      if (values[name] !== null || table.indexOf.has(name) || table.policy.excludeColumns.has(name)) continue;
      const seen = this.nullsSeen.get(id) ?? new Set<string>();
      if (seen.has(name)) continue;
      this.nullsSeen.set(id, seen.add(name));
      isUnseen ||= !isFormerName(table.formerNames, name, timeMicros);
    }
    return isUnseen;
  }

  /** Why a row is refused that has a value in a column the policy keeps out. */
  frozen(id: string, { values }: RowChange): ChangeRefusal | undefined {
    const columns = this.kept.get(id);
    if (columns === undefined) return undefined;
    for (const [column, refusal] of columns) if ((values[column] ?? null) !== null) return refusal;
    return undefined;
  }

  noteFrozen(id: string, refusal: ChangeRefusal): void {
    if (refusal.code !== 'schema-frozen' || refusal.column === undefined) return;
    const columns = this.kept.get(id) ?? new Map<string, ChangeRefusal>();
    this.kept.set(id, columns.set(refusal.column, refusal));
  }

  /** What a control record said may have changed which columns are kept out. */
  tableChanged(id: string): void {
    this.kept.delete(id);
  }
}
