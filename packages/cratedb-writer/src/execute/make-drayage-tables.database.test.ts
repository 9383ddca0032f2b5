import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SinkDatabase } from '../client/sink-database.js';
import { postgresqlDialect } from '../dialect/postgresql-dialect.js';
import { SinkError } from '../sink-error.js';
import { openTestDatabase } from '../testing/test-target.js';
import { makeDrayageTables } from './make-drayage-tables.js';
import { WriteContext } from './write-context.js';

let database: SinkDatabase;
beforeAll(async () => {
  database = await openTestDatabase('pglite:');
});
afterAll(() => database.close());

const sql = async (text: string): Promise<readonly (readonly (string | null)[])[]> =>
  (await database.execute({ sql: text, parameters: [] })).rows;

it('adds to the tables of an earlier version what they lack, and keeps their rows', async () => {
  const context = new WriteContext(database, postgresqlDialect, 'p');
  await makeDrayageTables(context);
  await sql('ALTER TABLE drayage.dead_letters DROP COLUMN "time", DROP COLUMN moved_from');
  await sql("INSERT INTO drayage.dead_letters (pipeline, id, state) VALUES ('p', 'one', 'open')");
  await makeDrayageTables(context);
  await makeDrayageTables(context);
  expect(await sql('SELECT id, "time", moved_from FROM drayage.dead_letters')).toEqual([['one', null, null]]);
});

it('goes on when another process adds the same column at once, and fails for everything else', async () => {
  let code: 'column-exists' | 'permission-denied' = 'column-exists';
  const racing: SinkDatabase = {
    ...database,
    execute: async (statement, lane) => {
      const answer = await database.execute(statement, lane);
      if (statement.sql.startsWith('ALTER')) throw new SinkError(code, { message: 'So it is.', remedy: '' });
      return answer;
    },
  };
  const context = new WriteContext(racing, postgresqlDialect, 'p');
  await sql('ALTER TABLE drayage.dead_letters DROP COLUMN "time"');
  await makeDrayageTables(context);
  expect(await sql('SELECT "time" FROM drayage.dead_letters')).toEqual([[null]]);
  await sql('ALTER TABLE drayage.dead_letters DROP COLUMN "time"');
  code = 'permission-denied';
  await expect(makeDrayageTables(context)).rejects.toMatchObject({ code });
});
