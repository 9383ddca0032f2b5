import { DRAYAGE_SCHEMA } from '../catalogue/drayage-tables.js';
import type { Statement } from '../statement.js';
import { carryTombstones } from './tombstones.js';
import type { WriteContext } from './write-context.js';

/**
 * What is remembered of a table's rows goes along when the table gets another name: what was deleted, what moved, and the
 * times of single columns. The rows stay under the old name as well, and expire there. Call it before the table is renamed,
 * so that nobody finds it without its memory; again, it does no harm.
 */
export async function carryMemory(context: WriteContext, from: string, to: string): Promise<void> {
  const names = ['tombstones', 'moves', 'partial_rows'];
  if (context.database.dialect === 'cratedb') {
    for (const name of names) await context.execute({ sql: `REFRESH TABLE ${DRAYAGE_SCHEMA}.${name}`, parameters: [] });
  }
  await context.execute(carryTombstones(context, from, to));
  await context.execute(
    carry(
      context,
      { table: 'moves', columns: '"key", "time", moved_to, image, expires_at', from, to },
      'ON CONFLICT DO NOTHING',
    ),
  );
  // A table that had the new name before may have left times behind.
  const replace =
    'ON CONFLICT (pipeline, target, "key") DO UPDATE SET times = excluded.times, expires_at = excluded.expires_at';
  await context.execute(
    carry(context, { table: 'partial_rows', columns: '"key", times, expires_at', from, to }, replace),
  );
}

interface Carried {
  readonly table: string;
  readonly columns: string;
  readonly from: string;
  readonly to: string;
}

function carry({ pipeline }: WriteContext, { table, columns, from, to }: Carried, onConflict: string): Statement {
  const name = `${DRAYAGE_SCHEMA}.${table}`;
  return {
    sql: `INSERT INTO ${name} (pipeline, target, ${columns}) SELECT pipeline, $3::text, ${columns} FROM ${name} WHERE pipeline = $1 AND target = $2 ${onConflict}`,
    parameters: [pipeline, from, to],
  };
}
