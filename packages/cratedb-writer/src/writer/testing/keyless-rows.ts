import { expect, it } from 'vitest';
import { definition, nextPosition, rowChange, tableChange } from '../../testing/change-factories.js';
import type { BehaviourSuite } from './behaviour-suite.js';

const events = definition({ name: 'STRING', n: 'INT32', doc: 'CLOB' });

/** Tables without a primary key. */
export function keylessRows({ target }: BehaviourSuite): void {
  it('appends rows, equal ones too, and takes a redelivered one once', async () => {
    const { newWriter, applyTwice, rows } = target();
    const writer = await newWriter();
    await applyTwice(writer, [
      tableChange({ definition: events }),
      rowChange({ values: { name: 'a', n: 1 } }),
      rowChange({ values: { name: 'a', n: 1 } }),
    ]);
    expect(await rows()).toHaveLength(2);
  });

  it('knows a row by its position at the source, where there is one', async () => {
    const { newWriter, applyTwice, rows } = target();
    const writer = await newWriter();
    const create = tableChange({ definition: events });
    const sourcePosition = { comparable: true, engine: 'postgresql', sortKey: '0001', text: '0/1' } as const;
    const row = rowChange({ values: { name: 'a', n: 1 }, sourcePosition, transaction: { transactionRecordId: '7' } });
    await applyTwice(writer, [create, row]);
    await applyTwice(writer, [{ ...row, position: nextPosition(), timeMicros: row.timeMicros! + 1_000 }]);
    expect(await rows()).toHaveLength(1);
  });

  it.each(['delete', 'update'] as const)(
    'finds the row of an %s by its whole before-image, and takes only one of several equal',
    async (operation) => {
      const { newWriter, applyTwice, rows } = target();
      const writer = await newWriter();
      const whole = { name: 'a', n: 1, doc: null };
      await applyTwice(writer, [
        tableChange({ definition: events }),
        rowChange({ values: whole }),
        rowChange({ values: whole }),
        rowChange({ values: { name: 'b', n: 1, doc: 'x' } }),
      ]);
      const change =
        operation === 'delete'
          ? rowChange({ operation, values: whole })
          : rowChange({ operation, values: { ...whole, n: 2 }, before: whole });
      expect(await applyTwice(writer, [change])).toMatchObject({ rowsDeleted: 1, refused: [] });
      const left = [
        { ...whole, n: '1' },
        ...(operation === 'update' ? [{ ...whole, n: '2' }] : []),
        { name: 'b', n: '1', doc: 'x' },
      ];
      expect(sorted(await rows())).toEqual(sorted(left));
    },
  );

  it('removes the same row again when the change that removed it is delivered again, and so does a new process', async () => {
    const { newWriter, applyTwice, rows } = target();
    const writer = await newWriter();
    const whole = { name: 'a', n: 1, doc: null };
    const history = [
      tableChange({ definition: events }),
      rowChange({ values: whole }),
      rowChange({ operation: 'delete', values: whole }),
      rowChange({ values: whole }),
      rowChange({ operation: 'update', values: { ...whole, n: 2 }, before: whole }),
      rowChange({ values: whole }),
    ];
    await applyTwice(writer, history);
    const expected = sorted([
      { ...whole, n: '1' },
      { ...whole, n: '2' },
    ]);
    expect(sorted(await rows())).toEqual(expected);
    await applyTwice(await newWriter(), history.slice(1));
    expect(sorted(await rows())).toEqual(expected);
    await applyTwice(await newWriter(), history.slice(1, 3));
    expect(sorted(await rows())).toEqual(expected);
  });

  it('keeps a row deleted when both changes bear the same time', async () => {
    const { newWriter, applyTwice, rows } = target();
    const writer = await newWriter();
    const create = tableChange({ definition: events });
    const whole = { name: 'a', n: 1, doc: null };
    const insert = rowChange({ values: whole });
    const remove = rowChange({ operation: 'delete', values: whole, timeMicros: insert.timeMicros });
    await applyTwice(writer, [create, insert, remove]);
    expect(await rows()).toEqual([]);
    await applyTwice(writer, [insert]);
    expect(await rows()).toEqual([]);
  });

  it('does not take a newer row for the one that an older change removes', async () => {
    const { newWriter, applyTwice, rows } = target();
    const writer = await newWriter();
    const create = tableChange({ definition: events });
    const whole = { name: 'a', n: 1, doc: null };
    const insert = rowChange({ values: whole });
    const remove = rowChange({ operation: 'delete', values: whole });
    const again = rowChange({ values: whole });
    await applyTwice(writer, [create, again]);
    await applyTwice(writer, [insert]);
    await applyTwice(writer, [remove]);
    expect(await rows('orders', { metadata: true })).toMatchObject([{ drayage_time: String(again.timeMicros) }]);
  });

  it('finds rows by values of every kind', async () => {
    const { newWriter, applyTwice, rows } = target();
    const writer = await newWriter({
      tables: [{ table: '*.*', columnTypes: { tags: 'array(text)', doc: 'object(ignored)' } }],
    });
    const kinds = definition({
      t: 'STRING',
      c: 'CLOB',
      b: 'BOOL',
      i: 'INT64',
      d: 'REAL8',
      f: 'REAL4',
      dec: { type: 'NUMERIC', precision: 12, scale: 3 },
      at: 'DATETIME',
      day: 'DATE',
      tags: 'CLOB',
      doc: 'CLOB',
    });
    const whole = {
      t: "o'clock",
      c: 'long',
      b: true,
      i: 9_007_199_254_740_993n,
      d: 0.1,
      f: 0.1,
      dec: { kind: 'decimal', text: '123456789.125' } as const,
      at: '2026-01-01T10:00:00.123Z',
      day: '2026-01-01',
      tags: '["a","b \\"c\\""]',
      doc: '{"k": [1, "x"]}',
    };
    await applyTwice(writer, [
      tableChange({ definition: kinds }),
      rowChange({ values: whole }),
      rowChange({ values: { ...whole, t: 'other' } }),
    ]);
    expect(await applyTwice(writer, [rowChange({ operation: 'delete', values: whole })])).toMatchObject({
      refused: [],
      rowsDeleted: 1,
    });
    expect((await rows()).map(({ t }) => t)).toEqual(['other']);
  });

  it('refuses a change that does not tell the whole old row', async () => {
    const { newWriter, applyTwice, rows } = target();
    const writer = await newWriter();
    const outcome = await applyTwice(writer, [
      tableChange({ definition: events }),
      rowChange({ values: { name: 'a', n: 1, doc: null } }),
      rowChange({ operation: 'delete', values: { name: 'a', n: 1 } }),
      rowChange({ operation: 'update', values: { name: 'b', n: 1, doc: null }, before: { name: 'a' } }),
      rowChange({ operation: 'update', values: { name: 'b', n: 1, doc: null } }),
      rowChange({ operation: 'delete', values: { name: null, n: null, doc: null } }),
    ]);
    expect(outcome.refused.map(({ refusal }) => refusal.code)).toEqual(Array(4).fill('keyless-change'));
    expect(await rows()).toHaveLength(1);
  });

  it('adds a column that an update brings', async () => {
    const { newWriter, applyTwice, rows } = target();
    const writer = await newWriter();
    const whole = { name: 'a', n: 1, doc: null };
    const outcome = await applyTwice(writer, [
      tableChange({ definition: events }),
      rowChange({ values: whole }),
      rowChange({ operation: 'update', values: { ...whole, extra: 'x' }, before: { ...whole, extra: null } }),
    ]);
    expect(outcome).toMatchObject({ refused: [], rowsDeleted: 1 });
    expect(await rows()).toEqual([{ name: 'a', n: '1', doc: null, extra: 'x' }]);
  });

  it('does not ask a repeated change for columns that came later', async () => {
    const { newWriter, applyTwice, rows } = target();
    const writer = await newWriter();
    const whole = { name: 'a', n: 1, doc: null };
    const removal = [rowChange({ values: whole }), rowChange({ operation: 'delete', values: whole })];
    const create = tableChange({ definition: events, timeMicros: removal[0]!.timeMicros! - 1 });
    const grown = definition({ name: 'STRING', n: 'INT32', doc: 'CLOB', extra: 'STRING' });
    await applyTwice(writer, [create, ...removal]);
    await applyTwice(writer, [tableChange({ operation: 'add-column', definition: grown })]);
    expect(await applyTwice(writer, removal)).toMatchObject({ refused: [] });
    expect(await rows()).toEqual([]);
  });

  it('keeps the old row when the new one is refused', async () => {
    const { newWriter, applyTwice, rows } = target();
    const writer = await newWriter();
    const whole = { name: 'a', n: 1, doc: null };
    const outcome = await applyTwice(writer, [
      tableChange({ definition: events }),
      rowChange({ values: whole }),
      rowChange({ operation: 'update', values: { ...whole, n: 'one' }, before: whole }),
    ]);
    expect(outcome.refused).toMatchObject([{ refusal: { code: 'value-not-castable', column: 'n' } }]);
    expect(await rows()).toEqual([{ name: 'a', n: '1', doc: null }]);
  });

  it('changes rows of the universal mapping, too', async () => {
    const { newWriter, applyTwice, rows } = target();
    const writer = await newWriter({ mapping: 'universal' });
    const whole = { name: 'a', n: 1, doc: null };
    const outcome = await applyTwice(writer, [
      tableChange({ definition: events }),
      rowChange({ values: whole }),
      rowChange({ values: whole }),
      rowChange({ operation: 'delete', values: whole }),
    ]);
    expect(outcome).toMatchObject({ refused: [], rowsDeleted: 1 });
    expect(await rows()).toHaveLength(1);
  });

  it('sweeps rows that a reload did not bring', async () => {
    const { newWriter, applyTwice, rows } = target();
    const writer = await newWriter();
    await applyTwice(writer, [
      tableChange({ definition: events }),
      rowChange({ operation: 'load', values: { name: 'a' } }),
    ]);
    await applyTwice(writer, [
      tableChange({ definition: events }),
      rowChange({ operation: 'load', values: { name: 'a' } }),
    ]);
    await applyTwice(writer, [rowChange({ values: { name: 'b' } })]);
    expect((await rows()).map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it('follows a drop-column that lists all other columns, and sweeps on', async () => {
    const { newWriter, applyTwice, rows, columns } = target();
    const writer = await newWriter();
    const told = (names: readonly string[]) => definition(Object.fromEntries(names.map((name) => [name, 'STRING'])));
    const load = (values: Record<string, string>) => rowChange({ operation: 'load', values });
    await applyTwice(writer, [tableChange({ definition: told(['a', 'b', 'c']) }), load({ a: 'gone', b: 'x', c: 'y' })]);
    await applyTwice(writer, [tableChange({ definition: told(['a', 'b', 'c']) }), load({ a: 'kept', b: 'x', c: 'y' })]);
    await applyTwice(writer, [
      tableChange({ operation: 'drop-column', definition: told(['a', 'c']) }),
      rowChange({ values: { a: 'new', c: 'z' } }),
    ]);
    expect(await columns()).not.toContain('b');
    expect(writer.tables()).toMatchObject([{ state: 'live', reason: null }]);
    expect((await rows()).map(({ a, c }) => [a, c])).toEqual(
      expect.arrayContaining([
        ['kept', 'y'],
        ['new', 'z'],
      ]) as unknown,
    );
    expect(await rows()).toHaveLength(2);
  });

  it('marks one row of several equal where deletes are soft, and none where they are ignored', async () => {
    const { newWriter, applyTwice, rows } = target();
    const whole = { name: 'a', n: 1, doc: null };
    const soft = await newWriter({ deleteMode: 'soft' });
    await applyTwice(soft, [
      tableChange({ definition: events }),
      rowChange({ values: whole }),
      rowChange({ values: whole }),
    ]);
    await applyTwice(soft, [rowChange({ operation: 'delete', values: whole })]);
    const marks = async (): Promise<readonly boolean[]> =>
      (await rows('orders', { metadata: true })).map((row) => row['drayage_deleted_at'] !== null).sort();
    expect(await marks()).toEqual([false, true]);
    const ignoring = await newWriter({ deleteMode: 'ignore' });
    await applyTwice(ignoring, [rowChange({ operation: 'delete', values: whole })]);
    expect(await marks()).toEqual([false, true]);
  });
}

function sorted(rows: readonly Readonly<Record<string, unknown>>[]): readonly string[] {
  return rows.map((row) => JSON.stringify(Object.entries(row).sort())).sort();
}
