import type { Row, RowChange } from '@drayage/record-decoder';
import { expect, it } from 'vitest';
import { definition, rowChange, tableChange } from '../../testing/change-factories.js';
import { lettering } from '../../testing/lettering.js';
import { messageClock } from '../../testing/message-clock.js';
import type { BehaviourSuite } from './behaviour-suite.js';

const columns = definition({ id: 'INT32', name: 'STRING', amount: 'INT32' }, ['id']);
const create = () => tableChange({ definition: columns });
const insert = (values: Row): RowChange => rowChange({ values });
const update = (values: Row, before?: Row): RowChange => rowChange({ operation: 'update', values, before });
const remove = (values: Row): RowChange => rowChange({ operation: 'delete', values });
const open = (id: number, code = 'parked') => ({ key: `{"id":${id}}`, code, state: 'open' });
const superseded = (id: number, code = 'parked') => ({ key: `{"id":${id}}`, code, state: 'superseded' });

/** Changes that wait behind a letter of their key, and those that replace it. */
export function parkedKeys({ target }: BehaviourSuite): void {
  it('keeps partial changes behind a letter of their key, in the same batch and later, and no others', async () => {
    const { newWriter, rows } = target();
    const { applyTwice, letters } = lettering(target());
    const writer = await newWriter();
    await applyTwice(writer, [
      create(),
      insert({ id: 1, name: 'a', amount: 'bad' }),
      update({ id: 1, name: 'b' }),
      insert({ id: 2, name: 'x', amount: 2 }),
    ]);
    await applyTwice(writer, [update({ id: 1, amount: 3 }), update({ id: 2, name: 'y' })]);
    expect(await letters()).toEqual([open(1, 'value-not-castable'), open(1), open(1)]);
    expect(await rows()).toEqual([{ id: '2', name: 'y', amount: '2' }]);
  });

  it('closes the letter of a row that was deleted since, and refuses it the same each time', async () => {
    const { newWriter, rows } = target();
    const { applyTwice, letters } = lettering(target());
    const clock = messageClock();
    const at = (change: RowChange): RowChange => ({ ...change, timeMicros: clock.next() });
    const late = at(insert({ id: 1, name: 'a', amount: 'bad' }));
    const dead = at(remove({ id: 1 }));
    const younger = at(insert({ id: 1, name: 'b', amount: 'worse' }));
    await applyTwice(await newWriter(), [{ ...create(), timeMicros: late.timeMicros! - 1 }, dead]);
    for (const writer of [await newWriter(), await newWriter()])
      expect((await applyTwice(writer, [late])).refused).toHaveLength(1);
    expect(await letters()).toEqual([superseded(1, 'value-not-castable')]);
    await applyTwice(await newWriter(), [younger]);
    expect(await letters()).toEqual([superseded(1, 'value-not-castable'), open(1, 'value-not-castable')]);
    expect(await rows()).toEqual([]);
  });

  it('closes the letter of a row that stands newer and whole, and what is parked behind it', async () => {
    const { newWriter, rows } = target();
    const { applyTwice, letters } = lettering(target());
    const clock = messageClock();
    const at = (change: RowChange): RowChange => ({ ...change, timeMicros: clock.next() });
    const first = { ...create(), timeMicros: clock.next() };
    const late = at(insert({ id: 1, name: 'a', amount: 'bad' }));
    const behind = at(update({ id: 1, name: 'b' }));
    const moved = at(update({ id: 1, name: 'm', amount: 'bad' }, { id: 2 }));
    const stands = at(insert({ id: 1, name: 'c', amount: 3 }));
    await applyTwice(await newWriter(), [first, stands]);
    await applyTwice(await newWriter(), [late, behind]);
    expect(await letters()).toEqual([superseded(1, 'value-not-castable'), superseded(1)]);
    // The end of the old row is owed by nobody else.
    await applyTwice(await newWriter(), [moved]);
    expect(await letters()).toEqual([
      superseded(1, 'value-not-castable'),
      superseded(1),
      open(1, 'value-not-castable'),
    ]);
    expect(await rows()).toEqual([{ id: '1', name: 'c', amount: '3' }]);
  });

  it('keeps the letter of a row whose key the target cannot hold, and goes on', async () => {
    const { newWriter, rows } = target();
    const { applyTwice, letters } = lettering(target());
    const clock = messageClock();
    const changes = [create(), insert({ id: 'x', name: 'a', amount: 1 }), insert({ id: 2, name: 'b', amount: 2 })];
    await applyTwice(
      await newWriter(),
      changes.map((change) => ({ ...change, timeMicros: clock.next() })),
    );
    expect(await letters()).toEqual([{ key: '{"id":"x"}', code: 'value-not-castable', state: 'open' }]);
    expect(await rows()).toEqual([{ id: '2', name: 'b', amount: '2' }]);
  });

  it('keeps the letter of a row whose newer one was told in part, or has the same time', async () => {
    const { newWriter } = target();
    const { applyTwice, letters } = lettering(target());
    const clock = messageClock();
    const at = (change: RowChange): RowChange => ({ ...change, timeMicros: clock.next() });
    const first = { ...create(), timeMicros: clock.next() };
    const late = at(insert({ id: 1, name: 'a', amount: 'bad' }));
    const equal = at(insert({ id: 2, name: 'a', amount: 2 }));
    await applyTwice(await newWriter(), [first, equal]);
    await applyTwice(await newWriter(), [{ ...equal, values: { id: 2, name: 'b', amount: 'bad' } }]);
    expect(await letters()).toEqual([open(2, 'value-not-castable')]);
    await applyTwice(await newWriter(), [at(update({ id: 1, name: 'c' }))]);
    await applyTwice(await newWriter(), [late]);
    expect(await letters()).toEqual([open(1, 'value-not-castable'), open(2, 'value-not-castable')]);
  });

  it('keeps the letter of a part of a row, which may live on under another key', async () => {
    const { newWriter } = target();
    const { applyTwice, letters } = lettering(target());
    const clock = messageClock();
    const at = (change: RowChange): RowChange => ({ ...change, timeMicros: clock.next() });
    const first = { ...create(), timeMicros: clock.next() };
    const row = at(insert({ id: 1, name: 'a', amount: 1 }));
    const late = at(update({ id: 1, amount: 'bad' }));
    await applyTwice(await newWriter(), [first, row, at(update({ id: 2, name: 'b' }, { id: 1 }))]);
    await applyTwice(await newWriter(), [late]);
    expect(await letters()).toEqual([open(1, 'value-not-castable')]);
  });

  it('knows parked keys in the next process and in another one', async () => {
    const { newWriter, rows } = target();
    const { applyTwice, letters } = lettering(target());
    const other = await newWriter();
    await applyTwice(await newWriter(), [
      create(),
      insert({ id: 1, name: 'a', amount: 1 }),
      update({ id: 1, amount: 'bad' }),
    ]);
    await applyTwice(other, [update({ id: 1, name: 'b' })]);
    await applyTwice(await newWriter(), [update({ id: 1, name: 'c' })]);
    expect(await letters()).toEqual([open(1, 'value-not-castable'), open(1), open(1)]);
    expect(await rows()).toEqual([{ id: '1', name: 'a', amount: '1' }]);
  });

  it.each([
    ['an insert', () => insert({ id: 1, name: 'n', amount: 9 }), [{ id: '1', name: 'n', amount: '9' }]],
    [
      'an update that tells every column',
      () => update({ id: 1, name: 'n', amount: 9 }),
      [{ id: '1', name: 'n', amount: '9' }],
    ],
    ['a delete', () => remove({ id: 1 }), []],
  ])('lets %s through, which closes the letters of the key', async (_, whole, expected) => {
    const { newWriter, rows } = target();
    const { applyTwice, letters } = lettering(target());
    await applyTwice(await newWriter(), [
      create(),
      insert({ id: 1, name: 'a', amount: 'bad' }),
      update({ id: 1, name: 'b' }),
    ]);
    await applyTwice(await newWriter(), [whole()]);
    expect(await letters()).toEqual([superseded(1, 'value-not-castable'), superseded(1)]);
    expect(await rows()).toEqual(expected);
  });

  it('does so in one batch, after which partial changes go on', async () => {
    const { newWriter, rows } = target();
    const { applyTwice, letters } = lettering(target());
    const outcome = await applyTwice(await newWriter(), [
      create(),
      insert({ id: 1, name: 'a', amount: 'bad' }),
      update({ id: 1, name: 'b' }),
      insert({ id: 1, name: 'n', amount: 9 }),
      update({ id: 1, name: 'm' }),
    ]);
    expect(outcome.refused.map(({ refusal }) => refusal.code)).toEqual(['value-not-castable', 'parked']);
    expect(await letters()).toEqual([superseded(1, 'value-not-castable'), superseded(1)]);
    expect(await rows()).toEqual([{ id: '1', name: 'm', amount: '9' }]);
  });

  it('takes a change that is older than the letter, and leaves the letter open', async () => {
    const { newWriter, rows } = target();
    const { applyTwice, letters } = lettering(target());
    const late = [create(), insert({ id: 1, name: 'a', amount: 1 }), update({ id: 1, name: 'b' })] as const;
    const bad = update({ id: 1, amount: 'bad' });
    await applyTwice(await newWriter(), [late[0], bad]);
    await applyTwice(await newWriter(), [late[1], late[2]]);
    expect(await letters()).toEqual([open(1, 'value-not-castable')]);
    expect(await rows()).toEqual([{ id: '1', name: 'b', amount: '1' }]);
  });

  it('applies letters in their order when they come again after the cause is mended', async () => {
    const { newWriter, rows } = target();
    const { applyTwice, letters } = lettering(target());
    const batch = [create(), insert({ id: 1, name: 'a', amount: 'ten' }), update({ id: 1, name: 'b' })];
    await applyTwice(await newWriter(), batch);
    const text = { tables: [{ table: '*', shards: 1, replicas: '0', columnTypes: { amount: 'text' } }] };
    await target().sql('DROP TABLE {orders}');
    // The one behind first: it waits, as the older one is still open.
    await applyTwice(await newWriter(text), [batch[2]!]);
    expect(await letters()).toEqual([open(1, 'value-not-castable'), open(1)]);
    await applyTwice(await newWriter(text), batch.slice(1));
    expect(await letters()).toEqual([
      { ...open(1, 'value-not-castable'), state: 'retried' },
      { ...open(1), state: 'retried' },
    ]);
    expect(await rows()).toEqual([{ id: '1', name: 'b', amount: 'ten' }]);
  });

  it('keeps both keys of a changed key behind its letter, the old one for every change', async () => {
    const { newWriter, rows } = target();
    const { applyTwice, letters } = lettering(target());
    await applyTwice(await newWriter(), [
      create(),
      insert({ id: 1, name: 'a', amount: 1 }),
      update({ id: 2, amount: 'bad' }, { id: 1 }),
    ]);
    await applyTwice(await newWriter(), [
      update({ id: 2, name: 'b' }),
      insert({ id: 1, name: 'new', amount: 7 }),
      remove({ id: 1 }),
    ]);
    expect(await letters()).toEqual([open(2, 'value-not-castable'), open(2), open(1), open(1)]);
    expect(await rows()).toEqual([{ id: '1', name: 'a', amount: '1' }]);
    // The whole row goes in, and the letter stays: the old row is still to be removed.
    await applyTwice(await newWriter(), [insert({ id: 2, name: 'whole', amount: 2 })]);
    expect((await letters())[0]).toEqual(open(2, 'value-not-castable'));
    expect(await rows()).toEqual([
      { id: '1', name: 'a', amount: '1' },
      { id: '2', name: 'whole', amount: '2' },
    ]);
  });

  it('keeps a changed key away from a parked row, and off it, where it does not tell the whole row', async () => {
    const { newWriter, rows } = target();
    const { applyTwice, letters } = lettering(target());
    await applyTwice(await newWriter(), [
      create(),
      insert({ id: 1, name: 'a', amount: 'bad' }),
      insert({ id: 2, name: 'b', amount: 2 }),
    ]);
    await applyTwice(await newWriter(), [update({ id: 3, name: 'c' }, { id: 1 })]);
    await applyTwice(await newWriter(), [update({ id: 1, name: 'd' }, { id: 2 })]);
    expect(await letters()).toEqual([open(1, 'value-not-castable'), open(3), open(1)]);
    expect(await rows()).toEqual([{ id: '2', name: 'b', amount: '2' }]);
    await applyTwice(await newWriter(), [update({ id: 5, name: 'e', amount: 5 }, { id: 2 })]);
    expect((await letters()).at(-1)).toEqual(open(5));
  });

  it('lets a changed key that tells the whole row close the letters of the row it moved', async () => {
    const { newWriter, rows } = target();
    const { applyTwice, letters } = lettering(target());
    await applyTwice(await newWriter(), [
      create(),
      insert({ id: 1, name: 'a', amount: 1 }),
      update({ id: 1, amount: 'bad' }),
    ]);
    await applyTwice(await newWriter(), [update({ id: 2, name: 'b', amount: 2 }, { id: 1 })]);
    expect(await letters()).toEqual([superseded(1, 'value-not-castable')]);
    expect(await rows()).toEqual([{ id: '2', name: 'b', amount: '2' }]);
  });

  it('parks nothing where what a change lacks becomes NULL', async () => {
    const { newWriter, rows } = target();
    const { applyTwice, letters } = lettering(target());
    const writer = await newWriter({ absentColumns: 'null' });
    await applyTwice(writer, [create(), insert({ id: 1, name: 'a', amount: 'bad' }), update({ id: 1, name: 'b' })]);
    expect(await letters()).toEqual([superseded(1, 'value-not-castable')]);
    expect(await rows()).toEqual([{ id: '1', name: 'b', amount: null }]);
  });

  it('parks what follows a change that only the database refuses', async () => {
    const { newWriter, rows, sql, schema } = target();
    const { applyTwice, letters } = lettering(target());
    const writer = await newWriter({ adopt: true });
    await sql(`CREATE SCHEMA IF NOT EXISTS "${schema}"`).catch(() => undefined);
    await sql("CREATE TABLE {orders} (id INTEGER PRIMARY KEY, name TEXT CHECK (name <> 'bad'), amount INTEGER)");
    await applyTwice(writer, [
      create(),
      insert({ id: 1, name: 'a', amount: 1 }),
      update({ id: 1, name: 'bad' }),
      update({ id: 1, amount: 3 }),
    ]);
    expect(await letters()).toEqual([open(1, 'statement-failed'), open(1)]);
    expect(await rows()).toEqual([{ id: '1', name: 'a', amount: '1' }]);
    // Refused itself, a whole row replaces nothing.
    await applyTwice(writer, [insert({ id: 1, name: 'bad', amount: 4 })]);
    expect(await letters()).toEqual([open(1, 'statement-failed'), open(1), open(1, 'statement-failed')]);
  });

  it('closes with a reload every letter from before it, those of the table itself too', async () => {
    const { newWriter, rows } = target();
    const { applyTwice, letters } = lettering(target());
    const rename = () => tableChange({ operation: 'rename-column', definition: undefined });
    await applyTwice(await newWriter(), [
      create(),
      insert({ id: 1, name: 'a', amount: 'bad' }),
      rename(),
      update({ id: 1, name: 'b' }),
    ]);
    expect((await letters()).map(({ code }) => code)).toEqual(['value-not-castable', 'ddl-failed', 'table-suspended']);
    await applyTwice(await newWriter(), [
      create(),
      rowChange({ operation: 'load', values: { id: 1, name: 'c', amount: 3 } }),
    ]);
    expect((await letters()).map(({ state }) => state)).toEqual(['superseded', 'superseded', 'superseded']);
    expect(await rows()).toEqual([{ id: '1', name: 'c', amount: '3' }]);
  });

  it('closes the letter of a row without a key, and of a control record, when it comes again and is applied', async () => {
    const { newWriter, rows, sql } = target();
    const { applyTwice, write, letters } = lettering(target());
    const keyless = definition({ name: 'STRING', amount: 'INT32' });
    await applyTwice(await newWriter(), [tableChange({ definition: keyless })]);
    const bad = rowChange({ values: { name: 'a', amount: 'ten' } });
    const changed = tableChange({
      operation: 'change-columns',
      definition: definition({ name: 'STRING', amount: 'INT32' }, ['name']),
    });
    await write(await newWriter(), [bad, changed]);
    expect(await letters()).toMatchObject([
      { key: null, code: 'value-not-castable', state: 'open' },
      { code: 'key-changed', state: 'open' },
    ]);
    await sql('DROP TABLE {orders}');
    const text = { tables: [{ table: '*', shards: 1, replicas: '0', columnTypes: { amount: 'text' } }] };
    await applyTwice(await newWriter(text), [changed]);
    await applyTwice(await newWriter(text), [bad]);
    expect((await letters()).map(({ state }) => state)).toEqual(['retried', 'retried']);
    expect(await rows()).toEqual([{ name: 'a', amount: 'ten' }]);
  });

  it('reads letters once a batch and only for tables that have some, and asks for nothing more of the others', async () => {
    const { newWriter, database } = target();
    const { write, reads } = lettering(target());
    const writer = await newWriter();
    const other = { schema: 'shop', table: 'other' };
    await write(writer, [
      create(),
      tableChange({ table: other, definition: columns }),
      insert({ id: 1, name: 'a', amount: 'bad' }),
    ]);
    const rowsOf = (table: typeof other) =>
      [3, 4, 5].map((id) => rowChange({ table, values: { id, name: 'a', amount: id } }));
    database.forget();
    await write(writer, rowsOf(other));
    expect(
      database.recorded.filter(
        ({ sql }) => sql.includes('dead_letters') && !sql.includes('count(*)') && !sql.startsWith('REFRESH'),
      ),
    ).toEqual([]);
    expect(reads).toEqual([]);
    await write(writer, [...rowsOf(other), ...rowsOf({ schema: 'shop', table: 'orders' })]);
    expect(reads).toEqual([{ schema: 'shop', table: 'orders' }]);
  });

  it('does the same where rows carry no stamp', async () => {
    const { newWriter, rows } = target();
    const { applyTwice, letters } = lettering(target());
    const writer = await newWriter({ ordering: 'arrival' });
    await applyTwice(writer, [
      create(),
      insert({ id: 1, name: 'a', amount: 1 }),
      update({ id: 1, amount: 'bad' }),
      update({ id: 1, name: 'b' }),
    ]);
    await applyTwice(writer, [update({ id: 1, name: 'c' })]);
    expect(await letters()).toEqual([open(1, 'value-not-castable'), open(1), open(1)]);
    expect(await rows()).toEqual([{ id: '1', name: 'a', amount: '1' }]);
    await applyTwice(writer, [insert({ id: 1, name: 'd', amount: 4 })]);
    expect((await letters()).map(({ state }) => state)).toEqual(['superseded', 'superseded', 'superseded']);
  });
}
