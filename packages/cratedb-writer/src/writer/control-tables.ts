import type { RowChange, TableName } from '@drayage/record-decoder';

/** A loss that DMS confesses in its own tables. */
export interface ConfessedLoss {
  readonly kind: 'loss';
  readonly table: TableName;
  readonly reason: string;
  /** Not before this was it noted, microseconds; `undefined`: neither the row nor its message says. */
  readonly sinceMicros: number | undefined;
  /** Not after this: DMS writes its own times to the second. */
  readonly untilMicros: number | undefined;
}

/** What a task says of itself in `awsdms_status`. */
export interface TaskStatus {
  readonly kind: 'task-status';
  readonly task: string;
  /** `NOT RUNNING`, `FULL LOAD`, `CHANGE PROCESSING`; anything else proves nothing. */
  readonly status: string;
  readonly atMicros: number;
}

export type ControlSignal = ConfessedLoss | TaskStatus;

interface LossTable {
  readonly reason: string;
  readonly timeColumn: string | undefined;
}

const LOSSES: Readonly<Record<string, LossTable>> = {
  awsdms_suspended_tables: { reason: 'DMS suspended the table', timeColumn: 'suspend_timestamp' },
  awsdms_full_load_exceptions: { reason: 'DMS reports full-load exceptions', timeColumn: 'error_time' },
  awsdms_apply_exceptions: { reason: 'DMS reports apply exceptions', timeColumn: 'error_time' },
};

/**
 * Reads a row of a DMS control table as a signal; `undefined` for rows that say nothing about a table:
 *
 * - `awsdms_suspended_tables`, `awsdms_full_load_exceptions`, `awsdms_apply_exceptions` name a table whose rows are
 *   missing. A delete of such a row is DMS tidying up at the start of a task: it brings no row back.
 * - `awsdms_status` says whether a task is still loading; `TaskStatuses` has what follows from that.
 * - `awsdms_history` counts records a time slot, of all tables together, and so proves nothing of one.
 *
 * The texts of errors and statements are left alone: they hold values.
 */
export function readControlSignal(change: RowChange): ControlSignal | undefined {
  if (change.operation === 'delete') return undefined;
  return change.table.table === 'awsdms_status' ? taskStatus(change) : confessedLoss(change);
}

function taskStatus(change: RowChange): TaskStatus | undefined {
  const task = textOf(change, 'task_name');
  const status = textOf(change, 'task_status');
  // The message says it to the microsecond, and comes right after; the row itself only to the second.
  if (task === undefined || status === undefined || change.timeMicros === undefined) return undefined;
  return { kind: 'task-status', task, status: status.trim().toUpperCase(), atMicros: change.timeMicros };
}

function confessedLoss(change: RowChange): ConfessedLoss | undefined {
  const loss = LOSSES[change.table.table];
  const table = textOf(change, 'table_name');
  if (loss === undefined || table === undefined) return undefined;
  const why = textOf(change, 'suspend_reason');
  const noted = timeOf(change, loss.timeColumn);
  return {
    kind: 'loss',
    table: { schema: textOf(change, 'table_owner') ?? '', table },
    reason: `${loss.reason}${why === undefined ? '' : ` (${why})`}. Rows may be missing: reload the table.`,
    sinceMicros: noted ?? change.timeMicros,
    untilMicros: noted === undefined ? change.timeMicros : noted + 999_999,
  };
}

/** Names come in lower or upper case, by DMS version. A text with NUL is none: no database has such names, and not every target stores it. */
function textOf(change: RowChange, name: string): string | undefined {
  const value = change.values[name] ?? change.values[name.toUpperCase()];
  return typeof value === 'string' && value !== '' && !value.includes('\u0000') ? value : undefined;
}

/** The row's own time. DMS writes 1970 where it knows none. */
function timeOf(change: RowChange, column: string | undefined): number | undefined {
  const text = column === undefined ? undefined : textOf(change, column);
  const time = text === undefined ? Number.NaN : Date.parse(text);
  return time > 0 ? time * 1000 : undefined;
}
