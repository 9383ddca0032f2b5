import { describe, expect, it } from 'vitest';
import { definition, rowChange, tableChange } from '../../testing/change-factories.js';
import type { BehaviourSuite } from './behaviour-suite.js';

const SHOP = { schema: 'shop', table: 'orders' };
const load = (id: number, given: Parameters<typeof rowChange>[0] = {}) =>
  rowChange({ operation: 'load', values: { id }, ...given });
const status = (task: string, taskStatus: string) =>
  rowChange({ table: { schema: '', table: 'awsdms_status' }, values: { task_name: task, task_status: taskStatus } });
const msOf = (change: { readonly timeMicros: number | undefined }): number =>
  Math.ceil((change.timeMicros ?? 0) / 1000);

/** How the end of a load becomes known, and what follows. */
export function loadCompletion({ target }: BehaviourSuite): void {
  const ids = async () => (await target().rows()).map(({ id }) => id);
  const stored = async () => {
    const { pipeline, isCratedb, sql } = target();
    if (isCratedb) await sql('REFRESH TABLE drayage.tables');
    return sql(
      'SELECT state, era_started_at, load_completed_at, complete_through FROM drayage.tables WHERE pipeline = $1 AND source_table = $2',
      [pipeline, 'orders'],
    );
  };
  const time = async () => (await stored())[0]!.map((text, at) => (at < 2 || text === null ? text : Date.parse(text)));

  it('sweeps in a process that knows the table from before, at the word of somebody', async () => {
    const { newWriter, applyTwice } = target();
    await applyTwice(await newWriter(), [tableChange(), load(1), tableChange(), load(2)]);
    const other = await newWriter();
    expect(await other.completeLoad(SHOP)).toBe(1);
    expect(await ids()).toEqual(['2']);
    expect(await stored()).toMatchObject([['live', expect.any(String), expect.any(String), null]]);
    expect(await other.completeLoad(SHOP)).toBe(0);
  });

  it('sweeps keys of several columns and kinds, and rows without a key', async () => {
    const { newWriter, rows } = target();
    const writer = await newWriter();
    const keyed = definition({ a: 'BOOL', b: 'INT64', c: 'STRING', d: { type: 'NUMERIC', precision: 20, scale: 4 } }, [
      'a',
      'b',
      'c',
      'd',
    ]);
    const keyless = { schema: 'shop', table: 'notes' };
    const values = { a: true, b: -9_007_199_254_740_993n, c: "it's", d: { kind: 'decimal', text: '1.5000' } } as const;
    const note = { table: keyless, operation: 'load' } as const;
    await writer.write([
      tableChange({ definition: keyed }),
      rowChange({ operation: 'load', values }),
      rowChange({ operation: 'load', values: { ...values, a: false } }),
    ]);
    await writer.write([
      tableChange({ table: keyless, definition: definition({ text: 'STRING' }) }),
      rowChange({ ...note, values: { text: 'old' } }),
    ]);
    await writer.write([
      tableChange({ definition: keyed }),
      rowChange({ operation: 'load', values }),
      tableChange({ table: keyless, definition: definition({ text: 'STRING' }) }),
      rowChange({ ...note, values: { text: 'new' } }),
    ]);
    expect([await writer.completeLoad(SHOP), await writer.completeLoad(keyless)]).toEqual([1, 1]);
    expect(await rows()).toMatchObject([{ b: '-9007199254740993', c: "it's" }]);
    expect(await rows('notes')).toEqual([{ text: 'new' }]);
  });

  it('keeps a row that somebody writes after the sweep has found it, and before it is removed', async () => {
    const { newWriter, database, sql, isCratedb } = target();
    const writer = await newWriter();
    await writer.write([tableChange(), load(1), load(2), load(3)]);
    await writer.write([tableChange()]);
    const other = await newWriter({}, { database });
    if (isCratedb) await sql('REFRESH TABLE {orders}');
    let written = false;
    database.before = async (text) => {
      if (!text.startsWith('DELETE FROM "') || written) return;
      written = true;
      await other.write([load(2)]);
    };
    // With several connections the old row may be gone before the new one is there: either is right.
    expect(await writer.completeLoad(SHOP)).toBeGreaterThanOrEqual(2);
    database.before = undefined;
    expect(written).toBe(true);
    expect(await ids()).toEqual(['2']);
  });

  it('repeats a sweep that was cut short before it was noted', async () => {
    const { newWriter, database } = target();
    const writer = await newWriter();
    await writer.write([tableChange(), load(1), tableChange(), load(2)]);
    database.before = (sql) => {
      if (sql.startsWith('UPDATE drayage.tables')) throw new Error('killed');
    };
    await expect(writer.completeLoad(SHOP)).rejects.toThrow('killed');
    database.before = undefined;
    expect(await stored()).toMatchObject([['loading', expect.any(String), null, null]]);
    const next = await newWriter();
    expect(await next.completeLoad(SHOP)).toBe(0);
    expect(await stored()).toMatchObject([['live', expect.any(String), expect.any(String), null]]);
    expect(await ids()).toEqual(['2']);
  });

  it('does not call a later era of another process live', async () => {
    const { newWriter, database } = target();
    const writer = await newWriter();
    const other = await newWriter({}, { database: target().database });
    await writer.write([tableChange(), load(1), tableChange(), load(2)]);
    let opened = false;
    database.before = async (sql) => {
      if (!sql.startsWith('UPDATE drayage.tables') || opened) return;
      opened = true;
      await other.write([tableChange(), load(3)]);
    };
    await writer.completeLoad(SHOP);
    database.before = undefined;
    expect(await ids()).toEqual(['2', '3']);
    expect(await stored()).toMatchObject([['loading', expect.any(String), null, null]]);
    expect(await other.completeLoad(SHOP)).toBe(1);
    expect(await ids()).toEqual(['3']);
  });

  it('does not take a change of the era before for the end of a load, within one batch', async () => {
    const { newWriter, applyTwice } = target();
    const writer = await newWriter();
    await applyTwice(writer, [tableChange(), rowChange({ values: { id: 1 } }), tableChange(), load(2)]);
    expect(await ids()).toEqual(['1', '2']);
    expect(writer.tables()).toMatchObject([{ state: 'loading' }]);
    await applyTwice(writer, [
      tableChange(),
      load(3),
      rowChange({ values: { id: 4 } }),
      tableChange(),
      load(5),
      rowChange({ values: { id: 6 } }),
    ]);
    expect(await ids()).toEqual(['5', '6']);
    expect(writer.tables()).toMatchObject([{ state: 'live' }]);
  });

  it('opens no era for an older create-table that comes late', async () => {
    const { newWriter, applyTwice } = target();
    const writer = await newWriter();
    const older = tableChange();
    await applyTwice(writer, [tableChange(), load(1), rowChange({ values: { id: 2 } })]);
    const before = await stored();
    await applyTwice(writer, [older]);
    expect(await stored()).toEqual(before);
    expect(writer.tables()).toMatchObject([{ state: 'live' }]);
  });

  it('takes drop and create in any order', async () => {
    const { newWriter } = target();
    const [first, drop, second] = [tableChange(), tableChange({ operation: 'drop-table' }), tableChange()];
    const writer = await newWriter();
    await writer.write([first, load(1)]);
    await writer.write([second]);
    await writer.write([drop]);
    expect(writer.tables()).toMatchObject([{ state: 'loading' }]);
    const lastDrop = tableChange({ operation: 'drop-table' });
    const between = tableChange({ timeMicros: lastDrop.timeMicros! - 1 });
    await writer.write([lastDrop]);
    await writer.write([between]);
    expect(writer.tables()).toMatchObject([{ state: 'dropped-at-source' }]);
    expect(await stored()).toMatchObject([['dropped-at-source', String(between.timeMicros), null, null]]);
  });

  it('refuses rows of a load that was followed by another before they came', async () => {
    const { newWriter, applyTwice } = target();
    const writer = await newWriter();
    const [one, two, three] = [load(1), load(2), load(3)];
    const first = tableChange({ timeMicros: one.timeMicros! - 1 });
    const second = tableChange();
    await applyTwice(writer, [first, one]);
    await applyTwice(writer, [second]);
    expect(await applyTwice(writer, [two, three])).toMatchObject({ staleSkipped: 2 });
    await applyTwice(writer, [load(3), rowChange({ values: { id: 4 } })]);
    expect(await ids()).toEqual(['3', '4']);
  });

  it('takes rows and changes of an era that come before its create-table', async () => {
    const { newWriter, applyTwice } = target();
    const writer = await newWriter();
    await applyTwice(writer, [tableChange(), load(1), load(2)]);
    await applyTwice(writer, [rowChange({ values: { id: 9 } })]);
    const create = tableChange();
    await applyTwice(writer, [load(2), rowChange({ values: { id: 3 } })]);
    await applyTwice(writer, [create, load(4, { timeMicros: create.timeMicros! + 1 })]);
    expect(await ids()).toEqual(['2', '3', '4']);
    expect(writer.tables()).toMatchObject([{ state: 'live' }]);
  });

  describe('by the statistics of DMS', () => {
    it('ends loads of the present era, and none by what is told of earlier ones', async () => {
      const { newWriter, applyTwice } = target();
      const writer = await newWriter();
      await applyTwice(writer, [tableChange(), load(1), tableChange(), load(2)]);
      const one = { schemaName: 'shop', tableName: 'orders', tableState: 'Table completed', fullLoadRows: 1 };
      const ended = new Date(Date.now() + 3_600_000);
      expect(
        await writer.noteTableStatistics([
          { ...one, fullLoadEndTime: new Date(0) },
          { ...one, tableName: 'none', fullLoadEndTime: ended },
        ]),
      ).toMatchObject([
        { verdict: { kind: 'waits' } },
        { verdict: { kind: 'waits', reason: 'The pipeline knows no such table.' } },
      ]);
      expect(await ids()).toEqual(['1', '2']);
      expect(await writer.noteTableStatistics([{ ...one, fullLoadEndTime: ended }])).toMatchObject([
        { verdict: { kind: 'ended' } },
      ]);
      expect(await ids()).toEqual(['2']);
      expect((await time()).slice(0, 3)).toEqual(['live', expect.any(String), ended.getTime()]);
    });

    it('marks a table whose load failed, and sweeps nothing of it', async () => {
      const { newWriter, applyTwice } = target();
      const writer = await newWriter();
      await applyTwice(writer, [tableChange(), load(1), tableChange(), load(2)]);
      const failed = {
        schemaName: 'shop',
        tableName: 'orders',
        tableState: 'Table completed',
        fullLoadErrorRows: 3,
        fullLoadEndTime: new Date(Date.now() + 3_600_000),
      };
      await writer.noteTableStatistics([failed]);
      await applyTwice(writer, [rowChange({ values: { id: 5 } })]);
      expect(writer.tables()).toMatchObject([
        { state: 'incomplete', reason: 'DMS could not load 3 rows. Reload the table.' },
      ]);
      expect(await ids()).toEqual(['1', '2', '5']);
    });
  });

  describe('by the control tables of DMS', () => {
    it('ends the loads of a task that goes from full load to changes, and no others', async () => {
      const { newWriter, applyTwice, rows } = target();
      const writer = await newWriter();
      const other = { schema: 'shop', table: 'other' };
      await applyTwice(writer, [
        tableChange({ taskId: 'T1' }),
        load(1),
        tableChange({ table: other, taskId: 'T2' }),
        load(1, { table: other }),
      ]);
      await applyTwice(writer, [tableChange({ taskId: 'T1' }), load(2), tableChange({ table: other, taskId: 'T2' })]);
      await applyTwice(writer, [status('T1', 'CHANGE PROCESSING')]);
      expect(await ids()).toEqual(['1', '2']);
      await applyTwice(writer, [status('T1', 'FULL LOAD'), status('T1', 'CHANGE PROCESSING')]);
      expect(await ids()).toEqual(['2']);
      expect(await rows('other')).toHaveLength(1);
      expect(writer.tables()).toMatchObject([
        { name: 'orders', state: 'live' },
        { name: 'other', state: 'loading' },
      ]);
    });

    it('remembers it for a create-table that comes later, from another shard', async () => {
      const { newWriter, applyTwice } = target();
      const writer = await newWriter();
      await applyTwice(writer, [tableChange({ taskId: 'T1' }), load(1)]);
      const create = tableChange({ taskId: 'T1' });
      const rows = [load(2)];
      await applyTwice(writer, [status('T1', 'FULL LOAD'), status('T1', 'CHANGE PROCESSING')]);
      await applyTwice(writer, [create, ...rows]);
      expect(await ids()).toEqual(['2']);
    });

    it('does not mark a table by a loss that a reload has made good since, also when it is told again', async () => {
      const { newWriter, applyTwice } = target();
      const writer = await newWriter();
      await applyTwice(writer, [tableChange(), load(1)]);
      const loss = rowChange({
        table: { schema: '', table: 'awsdms_apply_exceptions' },
        values: { TABLE_OWNER: 'shop', TABLE_NAME: 'orders' },
      });
      await applyTwice(writer, [loss]);
      expect(writer.tables()).toMatchObject([{ state: 'incomplete' }]);
      await applyTwice(writer, [tableChange(), load(1)]);
      await applyTwice(writer, [loss]);
      expect(writer.tables()).toMatchObject([{ state: 'loading' }]);
    });

    it('keeps the loss of a load that is told before its create-table', async () => {
      const { newWriter, applyTwice } = target();
      const writer = await newWriter();
      await applyTwice(writer, [tableChange(), load(1)]);
      const create = tableChange();
      await writer.write([
        rowChange({
          table: { schema: '', table: 'awsdms_full_load_exceptions' },
          values: { TABLE_OWNER: 'shop', TABLE_NAME: 'orders' },
        }),
      ]);
      await applyTwice(writer, [create, load(2)]);
      expect(writer.tables()).toMatchObject([{ state: 'incomplete' }]);
    });
  });

  describe('when all up to then is applied', () => {
    it('waits with the sweep, and any process of the pipeline does it', async () => {
      const { newWriter } = target();
      const writer = await newWriter({}, { sweep: 'when-applied' });
      await writer.write([tableChange(), load(1), load(2)]);
      await writer.advance(msOf(load(0)));
      await writer.write([tableChange()]);
      const change = rowChange({ values: { id: 3 } });
      await writer.write([change]);
      expect(await ids()).toEqual(['1', '2', '3']);
      expect(writer.tables()).toMatchObject([
        { state: 'loading', reason: expect.stringContaining('Its load ended by') as string },
      ]);
      const other = await newWriter({}, { sweep: 'when-applied' });
      await stored();
      await other.advance(msOf(change) - 1);
      expect(await ids()).toEqual(['1', '2', '3']);
      await other.write([load(2)]);
      await other.advance(msOf(change));
      expect(await ids()).toEqual(['2', '3']);
      expect((await time()).slice(0, 3)).toEqual(['live', expect.any(String), msOf(change)]);
      await writer.advance(msOf(change));
      expect(writer.tables()).toMatchObject([{ state: 'live', reason: null }]);
    });
  });

  describe('how far tables are complete', () => {
    it('is moved for live tables only, never back, and stops while a table loads', async () => {
      const { newWriter } = target();
      const writer = await newWriter();
      await writer.write([tableChange(), load(1)]);
      await stored();
      await writer.advance(1_000);
      expect(writer.tables()).toMatchObject([{ completeThrough: null }]);
      await writer.write([rowChange({ values: { id: 2 } })]);
      await stored();
      await writer.advance(2_000_000);
      expect((await time())[3]).toBe(2_000_000);
      await writer.advance(1_000_000);
      expect((await time())[3]).toBe(2_000_000);
      expect(writer.tables()).toMatchObject([{ completeThrough: '1970-01-01T00:33:20.000Z' }]);
      await writer.write([tableChange()]);
      await stored();
      await writer.advance(3_000_000);
      expect((await time())[3]).toBe(2_000_000);
      expect((await newWriter()).tables()).toMatchObject([
        { state: 'loading', completeThrough: '1970-01-01T00:33:20.000Z' },
      ]);
    });

    it('goes back to where a loss began, and stands still from there', async () => {
      const { newWriter } = target();
      const writer = await newWriter();
      await writer.write([tableChange(), rowChange({ values: { id: 1 } })]);
      await stored();
      const lostAt = Date.now() + 3_600_000;
      const suspended = rowChange({
        table: { schema: '', table: 'awsdms_suspended_tables' },
        values: { TABLE_OWNER: 'shop', TABLE_NAME: 'orders', SUSPEND_TIMESTAMP: new Date(lostAt).toISOString() },
      });
      await writer.advance(lostAt + 5_000);
      await writer.write([suspended]);
      expect((await time())[3]).toBe(lostAt);
      await stored();
      await writer.advance(lostAt + 9_000);
      expect((await time())[3]).toBe(lostAt);
      expect(writer.tables()).toMatchObject([{ state: 'incomplete', completeThrough: new Date(lostAt).toISOString() }]);
    });

    it('is told by a file where no stream feeds the pipeline', async () => {
      const { newWriter, sql, pipeline } = target();
      const writer = await newWriter();
      await writer.write([tableChange(), rowChange({ values: { id: 1 } })]);
      await stored();
      await writer.advanceByFile(5_000_999);
      expect((await time())[3]).toBe(5_000);
      await sql("INSERT INTO drayage.checkpoints (pipeline, stream, shard_id) VALUES ($1, 'arn', 's')", [pipeline]);
      if (target().isCratedb) await sql('REFRESH TABLE drayage.checkpoints');
      await writer.advanceByFile(9_000_000);
      expect((await time())[3]).toBe(5_000);
    });
  });
}
