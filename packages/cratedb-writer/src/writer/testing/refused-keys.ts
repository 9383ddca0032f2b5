import type { Row, RowChange } from '@drayage/record-decoder';
import { describe, expect, it } from 'vitest';
import { definition, rowChange, tableChange } from '../../testing/change-factories.js';
import { lettering } from '../../testing/lettering.js';
import { refusingDatabase } from '../../testing/refusing-database.js';
import { SinkError } from '../../sink-error.js';
import { ORDERINGS, type Ordering } from '../../write-policy.js';
import type { BehaviourSuite } from './behaviour-suite.js';

const insert = (values: Row): RowChange => rowChange({ values });
const update = (values: Row, before?: Row): RowChange => rowChange({ operation: 'update', values, before });
const remove = (values: Row): RowChange => rowChange({ operation: 'delete', values });

/** Keys that pass every check of ours and that the target refuses in any statement, a look-up as well. */
const REFUSED: Readonly<Record<string, () => RowChange>> = {
  'an insert': () => insert({ id: 'poison', name: 'x', amount: 1 }),
  'an update of a part': () => update({ id: 'poison', amount: 1 }),
  'an update of a part, with its before-image': () => update({ id: 'poison', amount: 1 }, { id: 'poison' }),
  'a key changed to it': () => update({ id: 'poison', amount: 1 }, { id: 'b' }),
  'a key changed from it': () => update({ id: 'c', amount: 1 }, { id: 'poison' }),
  'a delete': () => remove({ id: 'poison' }),
};

export function refusedKeys({ target }: BehaviourSuite): void {
  const writes = async (ordering: Ordering, primaryKey: readonly string[], make: readonly (() => RowChange)[]) => {
    const { newWriter, rows, database } = target();
    const { write, letters } = lettering(target());
    const writer = await newWriter({ ordering }, { database: refusingDatabase(database, 'poison') });
    const columns = definition({ id: 'STRING', name: 'STRING', amount: 'INT32' }, primaryKey);
    await write(writer, [tableChange({ definition: columns }), insert({ id: 'b', name: 'b', amount: 0 })]);
    const refused = make.map((change) => change());
    const batch = [
      insert({ id: 'a', name: 'a', amount: 1 }),
      ...refused,
      update({ id: 'a', amount: 2 }, { id: 'a', name: 'a', amount: 1 }),
      insert({ id: 'd', name: 'd', amount: 4 }),
    ];
    const outcomes = [await write(writer, batch), await write(writer, batch)];
    expect(outcomes.map((outcome) => outcome.refused.map(({ change }) => change))).toEqual([refused, refused]);
    expect(await letters()).toHaveLength(refused.length);
    for (const change of refused) expect(await writer.holdsRow(change)).toBe(false);
    return rows();
  };

  describe.each(ORDERINGS)('with ordering %s', (ordering) => {
    it.each(Object.keys(REFUSED))('makes a letter of %s under a key that the target cannot read', async (name) => {
      expect(await writes(ordering, ['id'], [REFUSED[name]!])).toEqual([
        { id: 'a', name: 'a', amount: '2' },
        { id: 'b', name: 'b', amount: '0' },
        { id: 'd', name: 'd', amount: '4' },
      ]);
    });
  });

  it('makes letters of all of them in one batch, and stops for none', async () => {
    expect(await writes('stamped', ['id'], Object.values(REFUSED))).toHaveLength(3);
  });

  it('makes a letter of a change without a key whose old row cannot be looked for', async () => {
    const change = () => remove({ id: 'poison', name: 'x', amount: 1 });
    expect(await writes('stamped', [], [change])).toHaveLength(3);
  });

  it('makes a letter of a document that tells another type of a member than the target has', async () => {
    const { newWriter, rows, database } = target();
    const error = new SinkError('column-exists', { message: 'It exists.', remedy: 'None.', column: "name['a']" });
    const writer = await newWriter({}, { database: refusingDatabase(database, 'poison', error) });
    const columns = definition({ id: 'STRING', name: 'STRING', amount: 'INT32' }, ['id']);
    const outcome = await writer.write([
      tableChange({ definition: columns }),
      insert({ id: 'a', name: 'poison', amount: 1 }),
      insert({ id: 'b', name: 'b', amount: 2 }),
    ]);
    expect(outcome.refused.map(({ refusal, key }) => [refusal.code, key])).toEqual([
      ['value-not-castable', '{"id":"a"}'],
    ]);
    expect(await rows()).toEqual([{ id: 'b', name: 'b', amount: '2' }]);
  });
}
