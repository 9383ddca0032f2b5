import { createHash } from 'node:crypto';
import type { StreamPosition, TableName } from '@drayage/record-decoder';
import { DRAYAGE_SCHEMA } from '../catalogue/drayage-tables.js';
import type { SinkDatabase } from '../client/sink-database.js';
import type { DeadLetterCode } from '../plan/change-refusal.js';
import type { Parameter } from '../statement.js';

const NAME = `${DRAYAGE_SCHEMA}.dead_letters`;
/** Letters in one batch of binds: payloads may be large. */
const MAX_BATCH = 200;

/** A record that was not applied, whole, and everything one needs to see why. */
export interface DeadLetter {
  readonly position: StreamPosition;
  readonly table: TableName | undefined;
  /** Key columns and values as JSON text. */
  readonly key: string | null;
  readonly operation: string | null;
  readonly code: DeadLetterCode;
  readonly column: string | undefined;
  readonly message: string;
  readonly remedy: string;
  /** The message as it came; `base64:` and its bytes where it is no text that every target can hold. */
  readonly payload: string;
}

/** Where dead letters go. */
export interface DeadLetterStore {
  /** Stores letters; one that is there already counts one more attempt. Rejects if any could not be stored. */
  put(letters: readonly DeadLetter[]): Promise<void>;
  /** Open letters by source table; letters without a table under an empty name. */
  countOpen(): Promise<readonly { readonly table: TableName; readonly open: number }[]>;
}

/** Letters as rows of `drayage.dead_letters`, which `Writer.start` makes. */
export function createTargetDeadLetterStore(database: SinkDatabase, pipeline: string, now: () => number): DeadLetterStore {
  return {
    async put(letters) {
      const at = new Date(now()).toISOString();
      for (let from = 0; from < letters.length; from += MAX_BATCH) {
        const sets = letters.slice(from, from + MAX_BATCH).map((letter) => parametersOf(pipeline, letter, at));
        const { rowCounts } = await database.executeBatch(upsertSql(database), sets);
        // A lone statement tells what went wrong; a batch of one also raises what a larger one only counts.
        for (const [index, count] of rowCounts.entries()) {
          if (count !== 1) await database.execute({ sql: upsertSql(database), parameters: sets[index] ?? [] });
        }
      }
    },

    async countOpen() {
      if (database.dialect === 'cratedb') await database.execute({ sql: `REFRESH TABLE ${NAME}`, parameters: [] });
      const { rows } = await database.execute({
        sql: `SELECT "schema", "table", count(*) FROM ${NAME} WHERE pipeline = $1 AND state = 'open' GROUP BY "schema", "table"`,
        parameters: [pipeline],
      });
      return rows.map(([schema, table, open]) => ({ table: { schema: schema ?? '', table: table ?? '' }, open: Number(open) }));
    },
  };
}

/** The same record always makes the same letter. */
export function deadLetterId(pipeline: string, position: StreamPosition): string {
  const parts = [pipeline, position.stream, position.shardId, position.sequenceNumber];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}


function upsertSql(database: SinkDatabase): string {
  const current = (column: string): string => (database.dialect === 'postgresql' ? `t.${column}` : column);
  const alias = database.dialect === 'postgresql' ? ' AS t' : '';
  const columns = [
    'pipeline',
    'id',
    '"schema"',
    '"table"',
    '"key"',
    'operation',
    'code',
    'column_name',
    'message',
    'remedy',
    'payload',
    '"position"',
    'state',
    'attempts',
    'first_at',
    'last_at',
  ];
  const replaced = ['code', 'column_name', 'message', 'remedy', 'last_at'].map((column) => `${column} = excluded.${column}`);
  return [
    `INSERT INTO ${NAME}${alias} (${columns.join(', ')})`,
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'open', 1, $13, $14)",
    `ON CONFLICT (pipeline, id) DO UPDATE SET ${replaced.join(', ')}, attempts = ${current('attempts')} + 1,`,
    `state = CASE WHEN ${current('state')} = 'discarded' THEN ${current('state')} ELSE 'open' END`,
  ].join(' ');
}

function parametersOf(pipeline: string, letter: DeadLetter, at: string): readonly Parameter[] {
  return [
    pipeline,
    deadLetterId(pipeline, letter.position),
    letter.table?.schema ?? '',
    letter.table?.table ?? '',
    letter.key,
    letter.operation,
    letter.code,
    letter.column ?? null,
    letter.message,
    letter.remedy,
    letter.payload,
    JSON.stringify(letter.position),
    at,
    at,
  ];
}
