import { afterAll, beforeEach, expect, it } from 'vitest';
import { describeWithCratedb } from '@drayage/testing';
import { change, createTable } from '../testing/messages.js';
import { runDray } from '../testing/run-dray.js';
import { useTarget } from '../testing/use-target.js';

const SCHEMA = `cli_${process.pid}`;
const PIPELINE = `cli-test-${process.pid}`;
const table = { schema: SCHEMA };

const CAPTURE = [
  createTable(table),
  change('insert', { id: 1, name: 'one', amount: 1.5 }, { ...table, at: 1 }),
  change('insert', { id: 2, name: 'two', amount: null }, { ...table, at: 2 }),
  change('update', { id: 1, name: 'ONE' }, { ...table, at: 3 }),
  change('delete', { id: 2 }, { ...table, at: 4 }),
  change('insert', { id: 3, name: 'three', amount: 1_234_567_890.25 }, { ...table, at: 5 }),
];

describeWithCratedb('dray replay into CrateDB', (url) => {
  const target = useTarget(() => Promise.resolve({ url }));
  const query = (sql: string) => target().query(sql);

  const clean = async (): Promise<void> => {
    await query(`DROP TABLE IF EXISTS "${SCHEMA}"."orders"`);
    for (const name of ['tables', 'tombstones', 'dead_letters']) {
      await query(`REFRESH TABLE drayage.${name}`).then(
        () => target().query(`DELETE FROM drayage.${name} WHERE pipeline = $1`, [PIPELINE]),
        () => undefined,
      );
    }
  };
  beforeEach(clean);
  afterAll(clean);

  async function orders(columns = 'id, name, amount', order = 'id') {
    await query(`REFRESH TABLE "${SCHEMA}"."orders"`);
    return query(`SELECT ${columns} FROM "${SCHEMA}"."orders" ORDER BY ${order}`);
  }

  async function replay(lines: readonly string[], args: readonly string[] = []) {
    const path = await target().folder.write('capture.ndjson', lines);
    const run = await runDray(['replay', path, '--to', url, '--output', 'json', '--pipeline', PIPELINE, ...args]);
    return { ...run, summary: JSON.parse(run.stdout || '{}') as Readonly<Record<string, unknown>> };
  }

  it('writes a capture, and changes nothing the second time', async () => {
    const first = await replay(CAPTURE);
    expect(first).toMatchObject({
      code: 0,
      summary: {
        records: 6,
        rowsUpserted: 2,
        rowsDeleted: 1,
        deadLetters: 0,
        tables: [{ schema: SCHEMA, name: 'orders' }],
      },
    });
    expect(await orders()).toEqual([
      ['1', 'ONE', '1.50'],
      ['3', 'three', '1234567890.25'],
    ]);
    const before = await orders('*');

    const second = await replay(CAPTURE);
    expect({ ...second.summary, seconds: 0 }).toEqual({ ...first.summary, seconds: 0 });
    expect(await orders('*')).toEqual(before);
  });

  it('keeps a broken line as a dead letter, writes the rest, and answers 3', async () => {
    expect(await replay([...CAPTURE, '{"data":'])).toMatchObject({
      code: 3,
      summary: { records: 7, rowsUpserted: 2, deadLetters: 1 },
    });
    await query('REFRESH TABLE drayage.dead_letters');
    expect(
      await query(`SELECT code, message LIKE 'Line 7: %' FROM drayage.dead_letters WHERE pipeline = '${PIPELINE}'`),
    ).toEqual([['malformed', 't']]);
  });

  it('writes objects with --mapping universal', async () => {
    expect((await replay(CAPTURE, ['--mapping', 'universal'])).code).toBe(0);
    expect(await orders(`pk['id'], data['name'], data['amount']`, `pk['id']`)).toEqual([
      ['1', 'ONE', '1.5'],
      ['3', 'three', '1234567890.25'],
    ]);
  });

  it('makes a table again that was dropped between two runs', async () => {
    await replay(CAPTURE);
    await query(`DROP TABLE "${SCHEMA}"."orders"`);
    expect((await replay(CAPTURE.slice(1))).code).toBe(0);
    expect((await orders()).map(([id]) => id)).toEqual(['1', '3']);
  });

  it('only plans in a dry run, and counts as a real one', async () => {
    const dry = await replay(CAPTURE, ['--dry-run']);
    expect(await query(`SELECT table_name FROM information_schema.tables WHERE table_schema = '${SCHEMA}'`)).toEqual(
      [],
    );
    const { plan, ...planned } = dry.summary as { plan: readonly { readonly sql: string }[] };
    expect(plan.map(({ sql }) => sql)).toContainEqual(
      expect.stringMatching(`^CREATE TABLE IF NOT EXISTS "${SCHEMA}"."orders"`),
    );
    const real = await replay(CAPTURE);
    expect({ ...planned, seconds: 0 }).toEqual({ ...real.summary, statements: 0, seconds: 0 });
  });
});
