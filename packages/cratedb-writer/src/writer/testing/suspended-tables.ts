import { expect, it } from 'vitest';
import { definition, rowChange, tableChange } from '../../testing/change-factories.js';
import type { BehaviourSuite } from './behaviour-suite.js';

const orders = { schema: 'shop', table: 'orders' };
const other = { schema: 'shop', table: 'other' };

/** Tables that somebody suspends because too many of their records were refused. */
export function suspendedTables({ target }: BehaviourSuite): void {
  it('refuses the rows of a suspended table, and only of that one, in this process and the next', async () => {
    const { newWriter, applyTwice, rows } = target();
    const writer = await newWriter();
    await applyTwice(writer, [
      tableChange(),
      tableChange({ table: other }),
      rowChange({ values: { id: 1, name: 'a' } }),
    ]);
    await writer.suspend(orders, '3 open dead letters.');
    for (const process of [writer, await newWriter()]) {
      const outcome = await applyTwice(process, [
        rowChange({ values: { id: 2, name: 'b' } }),
        rowChange({ values: { id: 3, name: 'c' } }),
        rowChange({ table: other, values: { id: 2, name: 'b' } }),
      ]);
      expect(outcome.refused.map(({ refusal, key }) => [refusal.code, key])).toEqual([
        ['table-suspended', '{"id":2}'],
        ['table-suspended', '{"id":3}'],
      ]);
      expect(process.tables().find(({ source }) => source.table === 'orders')).toMatchObject({
        state: 'suspended',
        reason: 'too-many-letters: 3 open dead letters.',
      });
    }
    expect(await rows()).toHaveLength(1);
    expect(await rows('other')).toHaveLength(1);
  });

  it('looks once a batch whether the suspension has ended, and goes on when another process ended it', async () => {
    const { newWriter, applyTwice, rows, database } = target();
    const writer = await newWriter();
    await applyTwice(writer, [tableChange()]);
    await writer.suspend(orders, 'Too many.');
    const batch = Array.from({ length: 50 }, (_, id) => rowChange({ values: { id, name: 'a' } }));
    database.forget();
    expect((await writer.write(batch)).refused).toHaveLength(50);
    expect(database.recorded).toHaveLength(1);
    await (await newWriter()).resume(orders);
    expect((await applyTwice(writer, batch)).refused).toEqual([]);
    expect(await rows()).toHaveLength(50);
    expect(writer.tables()).toMatchObject([{ state: 'live', reason: null }]);
  });

  it('ends the suspension with a create-table of a later load, and not with another change of the table', async () => {
    const { newWriter, applyTwice, rows } = target();
    const writer = await newWriter();
    const create = tableChange();
    await applyTwice(writer, [create]);
    await writer.suspend(orders, 'Too many.');
    const wider = definition({ id: 'INT32', name: 'STRING', amount: 'INT32' }, ['id']);
    await applyTwice(writer, [create, tableChange({ operation: 'add-column', definition: wider })]);
    expect(writer.tables()).toMatchObject([{ state: 'suspended', reason: 'too-many-letters: Too many.' }]);
    const outcome = await applyTwice(writer, [
      tableChange({ definition: wider }),
      rowChange({ operation: 'load', values: { id: 1, name: 'a', amount: 1 } }),
    ]);
    expect(outcome.refused).toEqual([]);
    expect(await rows()).toEqual([{ id: '1', name: 'a', amount: '1' }]);
    expect(writer.tables()).toMatchObject([{ state: 'loading' }]);
  });

  it('takes up a load that was under way', async () => {
    const { newWriter } = target();
    const writer = await newWriter();
    await writer.write([tableChange(), rowChange({ operation: 'load' })]);
    await writer.suspend(orders, 'Too many.');
    await writer.resume(orders);
    expect(writer.tables()).toMatchObject([{ state: 'loading' }]);
  });

  it('does not end a suspension that the table itself caused, nor give it another reason', async () => {
    const { newWriter } = target();
    const writer = await newWriter();
    await writer.write([tableChange(), tableChange({ operation: 'rename-column', definition: undefined })]);
    const before = writer.tables();
    expect(before).toMatchObject([{ state: 'suspended', reason: expect.stringMatching(/^ddl-failed: /u) as string }]);
    await writer.suspend(orders, 'Too many.');
    await writer.resume(orders);
    expect(writer.tables()).toEqual(before);
  });

  it('suspends a table that nobody told of, and takes it up with its create-table', async () => {
    const { newWriter, applyTwice, rows } = target();
    const writer = await newWriter();
    await writer.suspend(orders, 'Too many.');
    expect((await writer.write([rowChange()], 'wait')).refused).toMatchObject([
      { refusal: { code: 'table-suspended' } },
    ]);
    await applyTwice(await newWriter(), [tableChange(), rowChange({ values: { id: 1, name: 'a' } })]);
    expect(await rows()).toEqual([{ id: '1', name: 'a' }]);
  });

  it('tells whether a row stands under the key of a change, unrefreshed as it may be', async () => {
    const { newWriter } = target();
    const writer = await newWriter({ ordering: 'arrival' });
    await writer.write([tableChange(), rowChange({ values: { id: 1, name: 'a' } })]);
    expect(await writer.holdsRow(rowChange({ values: { id: 1, name: 'b' } }))).toBe(true);
    expect(await writer.holdsRow(rowChange({ values: { id: 2, name: 'b' } }))).toBe(false);
    expect(await writer.holdsRow(rowChange({ operation: 'delete', values: { id: 1 } }))).toBe(true);
    expect(await writer.holdsRow(rowChange({ operation: 'update', values: { id: 2 }, before: { id: 1 } }))).toBe(false);
    expect(await writer.holdsRow(rowChange({ values: { name: 'no key' } }))).toBe(false);
  });
}
