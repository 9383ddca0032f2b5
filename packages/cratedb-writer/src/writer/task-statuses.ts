import type { TaskStatus } from './control-tables.js';

/**
 * When DMS said that its tasks were through with their loads.
 *
 * A task is in `FULL LOAD` for as long as at least one of its tables is, and in `CHANGE PROCESSING` after that. Only the
 * step from one to the other counts, as seen in rows of `awsdms_status`: DMS does not say that the reload of a single
 * table always takes the task back to `FULL LOAD`, so a bare `CHANGE PROCESSING` proves nothing about a reload under way.
 * The step is remembered by this process only; one that begins in between learns of the end in another way.
 */
export class TaskStatuses {
  private readonly tasks = new Map<
    string,
    { status: string; atMicros: number; loadsEndedMicros: number | undefined }
  >();

  /** Takes a row in. Answers when the task's loads ended, if this row says that they have. */
  note({ task, status, atMicros }: TaskStatus): number | undefined {
    const before = this.tasks.get(task);
    // Rows are repeated, and come out of order when a shard is read again.
    if (before !== undefined && atMicros <= before.atMicros) return undefined;
    const ended = before?.status === 'FULL LOAD' && status === 'CHANGE PROCESSING' ? atMicros : undefined;
    this.tasks.set(task, { status, atMicros, loadsEndedMicros: ended ?? before?.loadsEndedMicros });
    return ended;
  }

  /** Whether a task speaks for a table. One whose task nobody told belongs to the only task there is, if there is only one. */
  speaksFor(task: string, taskOfTable: string | undefined): boolean {
    return taskOfTable === undefined ? this.tasks.size === 1 && this.tasks.has(task) : taskOfTable === task;
  }

  /** When the loads of a table's task ended, where that was after `eraStartedAt`. */
  loadsEndedAfter(eraStartedAt: number, taskOfTable: string | undefined): number | undefined {
    for (const [task, { loadsEndedMicros }] of this.tasks) {
      if (loadsEndedMicros !== undefined && loadsEndedMicros > eraStartedAt && this.speaksFor(task, taskOfTable))
        return loadsEndedMicros;
    }
    return undefined;
  }
}
