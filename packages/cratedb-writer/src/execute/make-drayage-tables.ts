import { addDrayageColumns, createDrayageTables, READ_DRAYAGE_COLUMNS } from '../catalogue/drayage-tables.js';
import { SinkError } from '../sink-error.js';
import { makeIfMissing } from './make-if-missing.js';
import type { WriteContext } from './write-context.js';

/** Another process that adds the same columns at once may win each time; it is done after so many. */
const MAX_TRIES = 5;

/** Makes the `drayage.*` tables, and adds the columns that those of an earlier version lack. */
export async function makeDrayageTables(context: WriteContext): Promise<void> {
  const { dialect } = context.database;
  for (const statement of createDrayageTables(dialect)) await makeIfMissing(context, statement);
  for (let tries = 1; ; tries += 1) {
    const { rows } = await context.execute(READ_DRAYAGE_COLUMNS);
    try {
      for (const statement of addDrayageColumns(dialect, rows)) await context.execute(statement);
      return;
    } catch (error) {
      if (!(error instanceof SinkError) || error.code !== 'column-exists' || tries >= MAX_TRIES) throw error;
    }
  }
}
