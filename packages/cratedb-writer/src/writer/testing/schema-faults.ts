import type { ChangeRecord } from '@drayage/record-decoder';
import { expect, it } from 'vitest';
import { definition, rowChange, tableChange } from '../../testing/change-factories.js';
import { failingDatabase } from '../../testing/failing-database.js';
import { messageClock } from '../../testing/message-clock.js';
import type { Snapshot } from '../../testing/test-target.js';
import type { BehaviourSuite } from './behaviour-suite.js';

interface History {
  /** What went well before. */
  readonly before: readonly ChangeRecord[];
  /** The batch whose statements fail. */
  readonly batch: readonly ChangeRecord[];
}

const orders = { schema: 'shop', table: 'orders' };
const sales = { schema: 'shop', table: 'sales' };

/** Everything that takes more than one statement: a merge, a guessed type, a drop, a rename of the table, a load of other types. */
function history(): History {
  const clock = messageClock();
  const at = (): { readonly timeMicros: number } => ({ timeMicros: clock.next() });
  const first = definition({ id: 'INT32', a: 'STRING', gone: 'INT32', n: 'INT32' }, ['id']);
  const before = [
    tableChange({ ...at(), definition: first }),
    rowChange({ ...at(), values: { id: 1, a: 'one', gone: 1, n: 1 } }),
    rowChange({ ...at(), values: { id: 2, a: 'two', gone: 2, n: 2 } }),
  ];
  const rename = tableChange({
    ...at(),
    operation: 'rename-column',
    definition: undefined,
    renamedColumn: { from: 'a', to: 'b' },
  });
  const early = [
    rowChange({ ...at(), operation: 'update', values: { id: 2, b: 'new', gone: 2, n: 2, c: 5 } }),
    rowChange({ ...at(), values: { id: 3, b: 'three', n: 3, c: 6 } }),
  ];
  const told = definition({ id: 'INT32', b: 'STRING', n: 'INT32', c: { type: 'NUMERIC', precision: 8, scale: 1 } }, [
    'id',
  ]);
  const retyped = definition(
    { id: 'INT32', b: 'STRING', n: 'STRING', c: { type: 'NUMERIC', precision: 8, scale: 1 } },
    ['id'],
  );
  const batch = [
    rename,
    tableChange({ ...at(), operation: 'change-columns', definition: told }),
    rowChange({ ...at(), values: { id: 4, b: 'four', n: 4, c: 7.5 } }),
    tableChange({ ...at(), operation: 'rename-table', definition: undefined, renamedTo: sales }),
    rowChange({ ...at(), table: sales, operation: 'update', values: { id: 1, b: 'uno', n: 1, c: 1 } }),
    tableChange({ ...at(), table: sales, operation: 'column-type-change', definition: retyped }),
    tableChange({ ...at(), table: sales, definition: retyped }),
    ...[1, 2, 3, 4].map((id) =>
      rowChange({ ...at(), table: sales, operation: 'load', values: { id, b: `b${id}`, n: `n${id}`, c: id } }),
    ),
    rowChange({ ...at(), table: sales, values: { id: 5, b: 'five', n: 'n5', c: 5 } }),
  ];
  return { before: [...before, ...early], batch };
}

/** DDL that breaks off, that two processes do at once, and a table that somebody alters by hand. */
export function schemaFaults({ target }: BehaviourSuite): void {
  async function prepared(): Promise<readonly ChangeRecord[]> {
    // The first makes the tables of Drayage itself; the second knows nothing of what was cleaned away.
    await target().newWriter();
    await target().clean();
    const { before, batch } = history();
    expect(await (await target().newWriter()).write(before)).toMatchObject({ refused: [] });
    return batch;
  }

  async function expected(): Promise<Snapshot> {
    const batch = await prepared();
    expect(await (await target().newWriter()).write(batch)).toMatchObject({ refused: [], waiting: [] });
    const snapshot = await target().snapshot();
    expect(Object.keys(snapshot)).toEqual(['sales']);
    expect(columnsOf(snapshot)).toEqual(['b', 'c', 'drayage_time', 'id', 'n']);
    expect(snapshot['sales']?.map(({ id, b, n }) => [id, b, n])).toEqual(
      [1, 2, 3, 4, 5].map((id) => [String(id), id === 5 ? 'five' : `b${id}`, `n${id}`]),
    );
    return snapshot;
  }

  it.each([false, true])(
    'ends the same when any of its statements fails and a new process begins anew (answer lost: %s)',
    async (loseAnswer) => {
      const want = canonical(await expected());
      await prepared();
      const failing = failingDatabase(target().database);
      failing.loseAnswer = loseAnswer;
      // A live server takes its time: there some of the statements stand for all.
      const step = target().isCratedb ? 11 : 1;
      for (let failAfter = loseAnswer ? 3 : 0; ; failAfter += step) {
        const batch = await prepared();
        const writer = await target().newWriter({}, { database: failing });
        failing.failAfter = failAfter;
        const broken = await writer.write(batch).then(
          () => false,
          () => true,
        );
        failing.failAfter = undefined;
        if (!broken) break;
        // Rows of the other shards may come first.
        const rows = batch.filter(({ kind }) => kind === 'row');
        const restarted = await target().newWriter();
        if (failAfter % 2 === 0) await restarted.write(rows, 'wait');
        expect(await restarted.write(batch), `statement ${failAfter}`).toMatchObject({ waiting: [] });
        await restarted.completeLoad(sales);
        expect(canonical(await target().snapshot()), `statement ${failAfter}`).toEqual(want);
      }
    },
    120_000,
  );

  it('ends the same when two processes do it at once', async () => {
    const want = canonical(await expected());
    for (let round = 0; round < 4; round += 1) {
      const batch = await prepared();
      const writers = [await target().newWriter(), await target().newWriter()];
      await Promise.all(writers.map((writer) => writer.write(batch)));
      expect(await (await target().newWriter()).write(batch)).toMatchObject({ refused: [], waiting: [] });
      expect(canonical(await target().snapshot()), `round ${round}`).toEqual(want);
    }
  }, 120_000);

  it('goes on when somebody renames, drops and adds columns by hand meanwhile', async () => {
    const { newWriter, applyTwice, sql, rows, columns } = target();
    const told = definition({ id: 'INT32', a: 'STRING', b: 'STRING', c: 'STRING' }, ['id']);
    const writer = await newWriter();
    await applyTwice(writer, [
      tableChange({ definition: told }),
      rowChange({ values: { id: 1, a: 'a', b: 'b', c: 'c' } }),
    ]);
    await sql('ALTER TABLE {orders} DROP COLUMN a');
    await sql('ALTER TABLE {orders} RENAME COLUMN b TO mine');
    await sql('ALTER TABLE {orders} ADD COLUMN d TEXT');
    const changes = [
      tableChange({ operation: 'rename-column', definition: undefined, renamedColumn: { from: 'a', to: 'd' } }),
      tableChange({ operation: 'drop-column', definition: undefined, droppedColumns: ['b'] }),
      rowChange({ operation: 'update', values: { id: 1, d: 'd', c: 'z' } }),
    ];
    expect(await applyTwice(writer, changes)).toMatchObject({ refused: [] });
    expect([...(await columns())].sort()).toEqual(['c', 'd', 'drayage_time', 'id', 'mine']);
    expect(await rows()).toMatchObject([{ id: '1', c: 'z', d: 'd', mine: 'b' }]);
  });

  it('finishes what another process began and left, though its message never comes again', async () => {
    const { newWriter, rows, columns } = target();
    const batch = await prepared();
    const rename = batch.slice(0, 1);
    const failing = failingDatabase(target().database);
    const writer = await newWriter({}, { database: failing });
    target().database.before = (text) => {
      if (text.startsWith('UPDATE')) throw new Error('The process ends here.');
    };
    await expect(writer.write(rename)).rejects.toThrow('The process ends here.');
    target().database.before = undefined;
    expect(await columns()).toContain('b%~was');
    await (await newWriter()).write([rowChange({ table: orders, values: { id: 9, b: 'nine' } })]);
    expect([...(await columns())].sort()).toEqual(['b', 'c', 'drayage_time', 'gone', 'id', 'n']);
    expect((await rows()).map(({ b }) => b)).toEqual(['one', 'new', 'three', 'nine']);
  });
}

function columnsOf(snapshot: Snapshot): readonly string[] {
  return Object.keys(snapshot['sales']?.[0] ?? {}).sort();
}

/** The order of columns depends on who added which. */
function canonical(snapshot: Snapshot): unknown {
  return Object.entries(snapshot).map(([table, rows]) => [
    table,
    rows.map((row) => Object.fromEntries(Object.entries(row).sort())),
  ]);
}
