import type { SourceRow } from './source-row.ts';
import type { SourceTable } from './source-table.ts';
import { formatMicros } from './format-micros.ts';

const OWNER = [
  { name: 'server_name', type: 'STRING', length: 128, nullable: false },
  { name: 'task_name', type: 'STRING', length: 128, nullable: false },
] as const;

/** The table in which a task tells how it is doing. */
export const STATUS_TABLE: SourceTable = {
  schema: '',
  name: 'awsdms_status',
  columns: [
    ...OWNER,
    { name: 'task_status', type: 'STRING', length: 32, nullable: true },
    { name: 'status_time', type: 'TIMESTAMP', nullable: true },
    { name: 'pending_changes', type: 'INT64', nullable: true },
    { name: 'disk_swap_size', type: 'INT64', nullable: true },
    { name: 'task_memory', type: 'INT64', nullable: true },
    { name: 'source_current_position', type: 'STRING', length: 128, nullable: true },
    { name: 'source_current_timestamp', type: 'TIMESTAMP', nullable: true },
    { name: 'source_tail_position', type: 'STRING', length: 128, nullable: true },
    { name: 'source_tail_timestamp', type: 'TIMESTAMP', nullable: true },
    { name: 'source_timestamp_applied', type: 'TIMESTAMP', nullable: true },
  ],
  primaryKey: ['server_name', 'task_name'],
};

/** The table in which a task names the tables it gave up on. */
export const SUSPENDED_TABLE: SourceTable = {
  schema: '',
  name: 'awsdms_suspended_tables',
  columns: [
    ...OWNER,
    { name: 'table_owner', type: 'STRING', length: 128, nullable: false },
    { name: 'table_name', type: 'STRING', length: 128, nullable: false },
    { name: 'suspend_reason', type: 'STRING', length: 32, nullable: true },
    { name: 'suspend_timestamp', type: 'TIMESTAMP', nullable: true },
  ],
  primaryKey: ['server_name', 'task_name', 'table_owner', 'table_name'],
};

export interface TaskStatus {
  readonly taskId: string;
  readonly status: 'NOT RUNNING' | 'FULL LOAD' | 'CHANGE PROCESSING';
  readonly nowMicros: number;
  readonly position: string;
}

/** The columns that name the task in each of its own tables. */
export function statusOwner(taskId: string): SourceRow {
  return { server_name: 'dms-simulator', task_name: taskId };
}

/** A row of `awsdms_status`. Its times carry no fraction. */
export function statusRow({ taskId, status, nowMicros, position }: TaskStatus): SourceRow {
  const now = `${formatMicros(nowMicros).slice(0, 19)}Z`;
  return {
    ...statusOwner(taskId),
    task_status: status,
    status_time: now,
    pending_changes: 0n,
    disk_swap_size: 0n,
    task_memory: status === 'NOT RUNNING' ? 0n : 1024n,
    source_current_position: position,
    source_current_timestamp: now,
    source_tail_position: position,
    source_tail_timestamp: now,
    source_timestamp_applied: now,
  };
}
