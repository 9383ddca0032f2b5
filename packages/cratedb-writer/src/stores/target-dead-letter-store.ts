import type { StreamPosition } from '@drayage/record-decoder';
import { DRAYAGE_SCHEMA } from '../catalogue/drayage-tables.js';
import type { Dialect, SinkDatabase } from '../client/sink-database.js';
import { deadLetterId, type DeadLetter, type DeadLetterStore } from '../letters/dead-letter.js';
import type { Parameter } from '../statement.js';

const NAME = `${DRAYAGE_SCHEMA}.dead_letters`;
/** Letters in one batch of binds: payloads may be large. */
const MAX_BATCH = 200;
/** What an earlier delivery wrote stays, but for the latest reason. */
const REPLACED = ['code', 'column_name', 'message', 'remedy', 'last_at', '"time"', 'moved_from'];

const COLUMNS = [
  'pipeline',
  'id',
  '"schema"',
  '"table"',
  '"key"',
  'moved_from',
  'operation',
  'code',
  'column_name',
  'message',
  'remedy',
  'payload',
  '"position"',
  '"time"',
  'first_at',
  'last_at',
] as const;

/** Letters as rows of `drayage.dead_letters`, which `Writer.start` makes. */
export function createTargetDeadLetterStore(
  database: SinkDatabase,
  pipeline: string,
  now: () => number,
): DeadLetterStore {
  const refresh = async (): Promise<void> => {
    if (database.dialect === 'cratedb') await database.execute({ sql: `REFRESH TABLE ${NAME}`, parameters: [] });
  };

  /** Runs a statement for each set; a lone one then tells what a larger batch only counts. */
  async function run(sql: string, sets: readonly (readonly Parameter[])[]): Promise<void> {
    for (let from = 0; from < sets.length; from += MAX_BATCH) {
      const part = sets.slice(from, from + MAX_BATCH);
      const { rowCounts } = await database.executeBatch(sql, part);
      for (const [index, count] of rowCounts.entries()) {
        if (count !== 1) await database.execute({ sql, parameters: part[index] ?? [] });
      }
    }
  }

  return {
    async put(letters) {
      const at = new Date(now()).toISOString();
      await run(
        upsertSql(database.dialect),
        letters.map((letter) => parametersOf(pipeline, letter, at)),
      );
    },

    async countOpen() {
      await refresh();
      const { rows } = await database.execute({
        sql: `SELECT "schema", "table", count(*) FROM ${NAME} WHERE pipeline = $1 AND state = 'open' GROUP BY "schema", "table"`,
        parameters: [pipeline],
      });
      return rows.map(([schema, table, open]) => ({
        table: { schema: schema ?? '', table: table ?? '' },
        open: Number(open),
      }));
    },

    async openLetters(table) {
      await refresh();
      const { rows } = await database.execute({
        sql: `SELECT "position", "key", moved_from, "time" FROM ${NAME} WHERE pipeline = $1 AND state = 'open' AND "schema" = $2 AND "table" = $3`,
        parameters: [pipeline, table.schema, table.table],
      });
      return rows.map(([position, key, movedFrom, time]) => ({
        position: JSON.parse(position ?? '{}') as StreamPosition,
        key: key ?? null,
        movedFrom: movedFrom ?? null,
        timeMicros: time == null ? null : Number(time),
      }));
    },

    async close(letters) {
      const at = new Date(now()).toISOString();
      // By full key alone, which CrateDB sees in real time: a condition on the state would miss what was put a moment ago.
      const sql = `UPDATE ${NAME} SET state = $1, last_at = $2 WHERE pipeline = $3 AND id = $4`;
      await run(
        sql,
        letters.map(({ position, state }) => [state, at, pipeline, deadLetterId(pipeline, position)]),
      );
    },
  };
}

function upsertSql(dialect: Dialect): string {
  const current = (column: string): string => (dialect === 'postgresql' ? `t.${column}` : column);
  const alias = dialect === 'postgresql' ? ' AS t' : '';
  return [
    `INSERT INTO ${NAME}${alias} (${COLUMNS.join(', ')}, state, attempts)`,
    `VALUES (${COLUMNS.map((_, index) => `$${index + 1}`).join(', ')}, 'open', 1)`,
    `ON CONFLICT (pipeline, id) DO UPDATE SET ${REPLACED.map((column) => `${column} = excluded.${column}`).join(', ')},`,
    `attempts = ${current('attempts')} + 1,`,
    `state = CASE WHEN ${current('state')} IN ('discarded', 'superseded') THEN ${current('state')} ELSE 'open' END`,
  ].join(' ');
}

function parametersOf(pipeline: string, letter: DeadLetter, at: string): readonly Parameter[] {
  return [
    pipeline,
    deadLetterId(pipeline, letter.position),
    letter.table?.schema ?? '',
    letter.table?.table ?? '',
    letter.key,
    letter.movedFrom,
    letter.operation,
    letter.code,
    letter.column ?? null,
    letter.message,
    letter.remedy,
    letter.payload,
    JSON.stringify(letter.position),
    letter.timeMicros,
    at,
    at,
  ];
}
