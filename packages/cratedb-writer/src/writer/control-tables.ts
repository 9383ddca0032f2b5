import type { RowChange, TableName } from '@drayage/record-decoder';

/** A loss that DMS confesses in its own tables. */
export interface ConfessedLoss {
  readonly table: TableName;
  readonly reason: string;
}

const REASONS: Readonly<Record<string, string>> = {
  awsdms_suspended_tables: 'DMS suspended the table',
  awsdms_full_load_exceptions: 'DMS reports full-load exceptions',
  awsdms_apply_exceptions: 'DMS reports apply exceptions',
};

/** Reads a row of a DMS control table as a signal; `undefined` for rows that confess nothing. */
export function confessedLoss(change: RowChange): ConfessedLoss | undefined {
  const reason = REASONS[change.table.table];
  if (reason === undefined || change.operation === 'delete') return undefined;
  const schema = textOf(change, 'table_owner');
  const table = textOf(change, 'table_name');
  if (table === undefined) return undefined;
  const why = textOf(change, 'suspend_reason');
  return {
    table: { schema: schema ?? '', table },
    reason: `${reason}${why === undefined ? '' : ` (${why})`}. Rows may be missing: reload the table.`,
  };
}

/** Names come in lower or upper case, by DMS version. */
function textOf(change: RowChange, name: string): string | undefined {
  const value = change.values[name] ?? change.values[name.toUpperCase()];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
