import { expect, it } from 'vitest';
import { definition, rowChange, tableChange } from '../../testing/change-factories.js';
import { messageClock } from '../../testing/message-clock.js';
import type { BehaviourSuite } from './behaviour-suite.js';

const sales = { schema: 'shop', table: 'sales' };
const base = definition({ id: 'INT32', name: 'STRING' }, ['id']);

/** Tables that are renamed or dropped: told late, early, twice, or over another table. */
export function tableRenames({ target }: BehaviourSuite): void {
  const rename = (timeMicros?: number, to = sales) =>
    tableChange({
      operation: 'rename-table',
      renamedTo: to,
      definition: undefined,
      ...(timeMicros === undefined ? {} : { timeMicros }),
    });

  it('lets rows of the new name wait for the rename, and writes them with it', async () => {
    const { newWriter, rows } = target();
    const writer = await newWriter();
    const clock = messageClock();
    await writer.write([
      tableChange({ timeMicros: clock.next() }),
      rowChange({ values: { id: 1, name: 'a' }, timeMicros: clock.next() }),
    ]);
    const late = rename(clock.next());
    const row = rowChange({ table: sales, values: { id: 2, name: 'b' }, timeMicros: clock.next() });
    expect(await writer.write([row], 'wait')).toMatchObject({ waiting: [row], refused: [] });
    expect(await writer.write([row, late], 'wait')).toMatchObject({ waiting: [], refused: [], rowsUpserted: 1 });
    expect(await rows('sales')).toHaveLength(2);
    const untimed = rowChange({
      table: { schema: 'shop', table: 'later' },
      values: { id: 3, name: 'c' },
      timeMicros: undefined,
    });
    expect(await writer.write([untimed, rename(clock.next(), untimed.table)], 'wait')).toMatchObject({ refused: [] });
  });

  it('writes what comes late under the old name to the table under its new one', async () => {
    const { newWriter, applyTwice, rows, snapshot } = target();
    const writer = await newWriter();
    const clock = messageClock();
    await applyTwice(writer, [
      tableChange({ timeMicros: clock.next() }),
      rowChange({ values: { id: 1, name: 'a' }, timeMicros: clock.next() }),
    ]);
    const other = await newWriter();
    await other.write([rowChange({ values: { id: 1, name: 'a' }, timeMicros: clock.next() })]);
    const late = [
      rowChange({ values: { id: 2, name: 'late' }, timeMicros: clock.next() }),
      rowChange({ operation: 'delete', values: { id: 1 }, timeMicros: clock.next() }),
      rowChange({ operation: 'update', values: { id: 3, name: 'older' }, timeMicros: clock.next() }),
    ];
    await applyTwice(writer, [
      rename(clock.next()),
      rowChange({ table: sales, values: { id: 3, name: 'newer' }, timeMicros: clock.next() }),
    ]);
    for (const one of [other, writer, await newWriter()]) {
      expect(await applyTwice(one, late)).toMatchObject({ refused: [], waiting: [], staleSkipped: 1 });
      expect(Object.keys(await snapshot())).toEqual(['sales']);
      expect(await rows('sales')).toEqual([
        { id: '2', name: 'late' },
        { id: '3', name: 'newer' },
      ]);
    }
  });

  it('tells a name from the same name at another time', async () => {
    const { newWriter, applyTwice, rows } = target();
    const writer = await newWriter();
    const clock = messageClock();
    const first = [
      tableChange({ timeMicros: clock.next() }),
      rowChange({ values: { id: 1, name: 'first' }, timeMicros: clock.next() }),
    ];
    const lateFirst = rowChange({ values: { id: 2, name: 'first, late' }, timeMicros: clock.next() });
    const away = rename(clock.next());
    const second = [
      tableChange({ timeMicros: clock.next() }),
      rowChange({ values: { id: 9, name: 'second' }, timeMicros: clock.next() }),
    ];
    await applyTwice(writer, [...first, away, ...second]);
    const lateSecond = rowChange({ values: { id: 8, name: 'second, late' }, timeMicros: clock.next() });
    expect(await applyTwice(await newWriter(), [lateFirst, lateSecond])).toMatchObject({
      refused: [],
      staleSkipped: 0,
    });
    expect((await rows('sales')).map(({ name }) => name)).toEqual(['first', 'first, late']);
    expect((await rows()).map(({ name }) => name)).toEqual(['second, late', 'second']);
    await applyTwice(await newWriter(), [...first, away, ...second]);
    expect((await rows('sales')).map(({ id }) => id)).toEqual(['1', '2']);
  });

  it('follows a name that is left and taken again', async () => {
    const { newWriter, applyTwice, rows, snapshot } = target();
    const writer = await newWriter();
    const clock = messageClock();
    const orders = { schema: 'shop', table: 'orders' };
    await applyTwice(writer, [tableChange({ timeMicros: clock.next() })]);
    const atFirst = rowChange({ values: { id: 1, name: 'at first' }, timeMicros: clock.next() });
    const between = clock.next();
    const inBetween = rowChange({ table: sales, values: { id: 2, name: 'in between' }, timeMicros: clock.next() });
    const back = tableChange({
      table: sales,
      operation: 'rename-table',
      renamedTo: orders,
      definition: undefined,
      timeMicros: clock.next(),
    });
    const history = [rename(between), back, rowChange({ values: { id: 3, name: 'now' }, timeMicros: clock.next() })];
    expect(await applyTwice(writer, history)).toMatchObject({ refused: [] });
    expect(await applyTwice(await newWriter(), [inBetween, atFirst])).toMatchObject({ refused: [], staleSkipped: 0 });
    expect(Object.keys(await snapshot())).toEqual(['orders']);
    expect((await rows()).map(({ name }) => name)).toEqual(['at first', 'in between', 'now']);
  });

  it('remembers under the new name what was deleted, and which part of a row is how old', async () => {
    const { newWriter, rows } = target();
    const clock = messageClock();
    const writer = await newWriter();
    const two = definition({ id: 'INT32', name: 'STRING', note: 'STRING' }, ['id']);
    const late = clock.next();
    await writer.write([
      tableChange({ definition: two, timeMicros: late - 1 }),
      rowChange({ values: { id: 1, name: 'gone', note: 'x' }, timeMicros: clock.next() }),
      rowChange({ operation: 'update', values: { id: 2, name: 'a part' }, timeMicros: clock.next() }),
    ]);
    const whole = rowChange({ values: { id: 2, name: 'older', note: 'whole' }, timeMicros: late });
    await writer.write([rowChange({ operation: 'delete', values: { id: 1 }, timeMicros: clock.next() })]);
    await writer.write([rename(clock.next())]);
    for (const one of [writer, await newWriter()]) {
      await one.write([rowChange({ values: { id: 1, name: 'gone', note: 'x' }, timeMicros: late }), whole]);
      expect(await rows('sales')).toEqual([{ id: '2', name: 'a part', note: 'whole' }]);
    }
  });

  it('removes a row without a key once, though its change comes again after the table was renamed', async () => {
    const { newWriter, rows } = target();
    const clock = messageClock();
    const writer = await newWriter();
    const keyless = { definition: definition({ name: 'STRING' }, []) };
    await writer.write([tableChange({ ...keyless, timeMicros: clock.next() })]);
    const inserts = [1, 2, 3].map(() =>
      rowChange({ operation: 'insert', values: { name: 'same' }, timeMicros: clock.next() }),
    );
    const removal = rowChange({
      operation: 'delete',
      values: { name: 'same' },
      before: { name: 'same' },
      timeMicros: clock.next(),
    });
    const renaming = rename(clock.next());
    await writer.write([...inserts, removal]);
    await writer.write([renaming]);
    for (const one of [writer, await newWriter()]) {
      await one.write([...inserts, removal, renaming]);
      expect(await rows('sales')).toEqual([{ name: 'same' }, { name: 'same' }]);
    }
  });

  it('takes an alteration that comes late under the old name', async () => {
    const { newWriter, applyTwice, columns } = target();
    const writer = await newWriter();
    const clock = messageClock();
    await applyTwice(writer, [tableChange({ timeMicros: clock.next() })]);
    const late = tableChange({
      operation: 'drop-column',
      definition: undefined,
      droppedColumns: ['name'],
      timeMicros: clock.next(),
    });
    await applyTwice(writer, [rename(clock.next())]);
    await applyTwice(writer, [late]);
    expect(await columns('sales')).toEqual(['id', 'drayage_time']);
  });

  it('leaves a table that was loaded under the new name alone when the rename comes late', async () => {
    const { newWriter, applyTwice, rows } = target();
    const writer = await newWriter();
    const clock = messageClock();
    await applyTwice(writer, [
      tableChange({ timeMicros: clock.next() }),
      rowChange({ values: { id: 1, name: 'old' }, timeMicros: clock.next() }),
    ]);
    const late = rename(clock.next());
    await applyTwice(writer, [
      tableChange({ table: sales, timeMicros: clock.next() }),
      rowChange({ table: sales, operation: 'load', values: { id: 1, name: 'loaded' }, timeMicros: clock.next() }),
    ]);
    expect(await applyTwice(writer, [late])).toMatchObject({ refused: [] });
    expect(await rows('sales')).toEqual([{ id: '1', name: 'loaded' }]);
    expect(writer.tables().map(({ name }) => name)).toEqual(['sales']);
  });

  it('refuses to lose rows where rows made a table of the new name, and calls it incomplete', async () => {
    const { newWriter, applyTwice, rows } = target();
    const writer = await newWriter({ tables: [{ table: 'shop.sales', primaryKey: ['id'], shards: 1, replicas: '0' }] });
    const clock = messageClock();
    await applyTwice(writer, [
      tableChange({ timeMicros: clock.next() }),
      rowChange({ values: { id: 1, name: 'old' }, timeMicros: clock.next() }),
    ]);
    const late = rename(clock.next());
    await applyTwice(writer, [rowChange({ table: sales, values: { id: 2, name: 'new' }, timeMicros: clock.next() })]);
    expect(await applyTwice(writer, [late])).toMatchObject({ refused: [{ refusal: { code: 'ddl-failed' } }] });
    expect([await rows(), await rows('sales')]).toMatchObject([[{ id: '1' }], [{ id: '2' }]]);
    expect(writer.tables().find(({ name }) => name === 'sales')).toMatchObject({
      state: 'incomplete',
      reason: expect.stringContaining('Reload the table') as string,
    });
  });

  it('renames a table that goes to one target table under both names', async () => {
    const { newWriter, applyTwice, rows } = target();
    const writer = await newWriter({ tables: [{ table: '*', target: { table: 'facts' }, shards: 1, replicas: '0' }] });
    await applyTwice(writer, [
      tableChange(),
      rowChange({ values: { id: 1, name: 'a' } }),
      rename(),
      rowChange({ table: sales, values: { id: 2, name: 'b' } }),
    ]);
    expect(await rows('facts')).toHaveLength(2);
  });

  it('ends a load whose table is renamed, once and again, in the batch of its first change', async () => {
    const { newWriter, rows } = target();
    const clock = messageClock();
    const writer = await newWriter();
    await writer.write([
      tableChange({ timeMicros: clock.next() }),
      rowChange({ values: { id: 1, name: 'gone' }, timeMicros: clock.next() }),
    ]);
    const later = { schema: 'shop', table: 'later' };
    const reload = [
      tableChange({ timeMicros: clock.next() }),
      rowChange({ operation: 'load', values: { id: 2, name: 'loaded' }, timeMicros: clock.next() }),
      rowChange({ values: { id: 3, name: 'new' }, timeMicros: clock.next() }),
      rename(clock.next()),
      tableChange({
        table: sales,
        operation: 'rename-table',
        renamedTo: later,
        definition: undefined,
        timeMicros: clock.next(),
      }),
    ];
    for (const one of [writer, await newWriter()]) {
      expect(await one.write(reload)).toMatchObject({ refused: [], waiting: [] });
      expect(await rows('later')).toMatchObject([{ id: '2' }, { id: '3' }]);
      expect(one.tables().find(({ name }) => name === 'later')).toMatchObject({ state: 'live' });
    }
  });

  it('calls a table incomplete whose rows go on after a drop, whichever came first', async () => {
    const { newWriter, applyTwice, rows } = target();
    const clock = messageClock();
    const writer = await newWriter({ onDropTable: 'apply' });
    await applyTwice(writer, [
      tableChange({ timeMicros: clock.next() }),
      rowChange({ values: { id: 1 }, timeMicros: clock.next() }),
    ]);
    const drop = tableChange({ operation: 'drop-table', timeMicros: clock.next() });
    const row = rowChange({ values: { id: 2 }, timeMicros: clock.next() });
    await writer.write([drop]);
    await writer.write([row]);
    const minutes = 600_000_000;
    await writer.write([tableChange({ table: sales, timeMicros: drop.timeMicros! + minutes })]);
    expect(await rows()).toHaveLength(2);
    expect(writer.tables()[0]).toMatchObject({
      state: 'incomplete',
      reason: expect.stringContaining('without a create-table') as string,
    });
    const other = { schema: 'shop', table: 'other' };
    await writer.write([tableChange({ table: other, timeMicros: clock.next() })]);
    await writer.completeLoad(other);
    const late = tableChange({ table: other, operation: 'drop-table', timeMicros: clock.next() });
    await writer.write([rowChange({ table: other, values: { id: 2 }, timeMicros: clock.next() })]);
    await writer.write([late]);
    expect(writer.tables().find(({ name }) => name === 'other')).toMatchObject({ state: 'incomplete' });
  });

  it('makes a dropped table no second time of what is older than its drop', async () => {
    const { newWriter, snapshot } = target();
    const clock = messageClock();
    const writer = await newWriter({ onDropTable: 'apply' });
    const stale = await newWriter({ onDropTable: 'apply' });
    const create = tableChange({ timeMicros: clock.next() });
    await writer.write([create, rowChange({ values: { id: 1 }, timeMicros: clock.next() })]);
    await stale.write([rowChange({ values: { id: 5 }, timeMicros: clock.next() })]);
    const late = rowChange({ values: { id: 2 }, timeMicros: clock.next() });
    const alteration = tableChange({ operation: 'change-columns', definition: base, timeMicros: clock.next() });
    const drop = tableChange({ operation: 'drop-table', timeMicros: clock.next() });
    await writer.write([drop]);
    await writer.write([tableChange({ table: sales, timeMicros: drop.timeMicros! + 600_000_000 })]);
    for (const one of [writer, stale, await newWriter({ onDropTable: 'apply' })]) {
      expect(await one.write([create, late, alteration], 'wait')).toMatchObject({
        refused: [],
        waiting: [],
        staleSkipped: 1,
      });
      expect(Object.keys(await snapshot())).toEqual(['sales']);
    }
    const again = [
      tableChange({ timeMicros: drop.timeMicros! + 900_000_000 }),
      rowChange({ values: { id: 9 }, timeMicros: drop.timeMicros! + 900_000_001 }),
    ];
    await writer.write(again);
    expect(await snapshot()).toMatchObject({ orders: [{ id: '9' }] });
  });
}
