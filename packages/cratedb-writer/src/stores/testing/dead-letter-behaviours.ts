import { expect, it } from 'vitest';
import { deadLetter } from '../../testing/dead-letter.js';
import type { TestTarget } from '../../testing/test-target.js';
import { deadLetterId, type DeadLetterStore } from '../../letters/dead-letter.js';
import { readDeadLetters } from '../read-dead-letters.js';
import { createTargetDeadLetterStore } from '../target-dead-letter-store.js';

const orders = { schema: 'shop', table: 'orders' };

/** Records that could not be applied. */
export function deadLetterBehaviours(target: () => TestTarget): void {
  const open = async (now = '2026-05-01T00:00:00.000Z'): Promise<DeadLetterStore> => {
    await target().newWriter();
    return createTargetDeadLetterStore(target().database, target().pipeline, () => Date.parse(now));
  };
  const stored = async (columns: string): Promise<readonly (readonly (string | null)[])[]> => {
    const { sql, pipeline, isCratedb } = target();
    if (isCratedb) await sql('REFRESH TABLE drayage.dead_letters');
    return sql(
      `SELECT ${columns} FROM drayage.dead_letters WHERE pipeline = $1${columns === 'count(*)' ? '' : ' ORDER BY id'}`,
      [pipeline],
    );
  };

  it('keeps a letter whole', async () => {
    const letter = deadLetter();
    await (await open()).put([letter]);
    expect(
      await stored(
        'id, "schema", "table", "key", operation, code, column_name, message, remedy, payload, "position", "time", state, attempts',
      ),
    ).toEqual([
      [
        deadLetterId(target().pipeline, letter.position),
        'shop',
        'orders',
        letter.key,
        'update',
        letter.code,
        'amount',
        letter.message,
        letter.remedy,
        letter.payload,
        JSON.stringify(letter.position),
        '1767225600000001',
        'open',
        '1',
      ],
    ]);
  });

  it('counts another attempt for a letter that is there, with its latest reason', async () => {
    const letter = deadLetter();
    await (await open()).put([letter]);
    const later = await open('2026-05-02T00:00:00.000Z');
    await later.put([{ ...letter, code: 'value-too-long', message: 'Too long.' }]);
    const [row] = await stored('code, message, attempts, first_at, last_at');
    expect(row).toEqual([
      'value-too-long',
      'Too long.',
      '2',
      expect.stringContaining('2026-05-01') as string,
      expect.stringContaining('2026-05-02') as string,
    ]);
  });

  it('counts open letters by table, and those without a table under no name', async () => {
    const store = await open();
    const crm = { schema: 'crm', table: 'people' };
    await store.put([
      deadLetter(),
      deadLetter(),
      deadLetter({ table: crm }),
      deadLetter({ table: undefined, key: null, operation: null, column: undefined }),
    ]);
    const counts = [...(await store.countOpen())].sort((one, other) =>
      one.table.schema < other.table.schema ? -1 : 1,
    );
    expect(counts).toEqual([
      { table: { schema: '', table: '' }, open: 1 },
      { table: crm, open: 1 },
      { table: orders, open: 2 },
    ]);
  });

  it('leaves discarded and superseded letters as they are, and opens a retried one again', async () => {
    const store = await open();
    const letters = [deadLetter(), deadLetter(), deadLetter()];
    await store.put(letters);
    await store.close(
      (['discarded', 'superseded', 'retried'] as const).map((state, index) => ({
        position: letters[index]!.position,
        state,
      })),
    );
    expect(await store.countOpen()).toEqual([]);
    expect((await stored('state')).flat().sort()).toEqual(['discarded', 'retried', 'superseded']);
    await store.put(letters);
    expect(await store.countOpen()).toEqual([{ table: orders, open: 1 }]);
    expect(await store.openLetters(orders)).toMatchObject([{ position: letters[2]!.position }]);
  });

  it('closes a letter it put a moment ago, and many at once, and takes one it does not have for closed', async () => {
    const store = await open();
    const letters = Array.from({ length: 401 }, () => deadLetter());
    await store.put(letters);
    await store.close([...letters, deadLetter()].map(({ position }) => ({ position, state: 'discarded' })));
    expect(await store.countOpen()).toEqual([]);
    expect(await stored('count(*)')).toEqual([['401']]);
  });

  it('gives letters back whole and in their order, by id, table, code and state', async () => {
    const { database, pipeline } = target();
    const store = await open();
    const late = deadLetter({ timeMicros: 3 });
    const early = deadLetter({ timeMicros: 2, code: 'parked', column: undefined, movedFrom: '{"id":2}' });
    const broken = deadLetter({
      table: undefined,
      key: null,
      operation: null,
      timeMicros: null,
      code: 'malformed',
      position: { ...late.position, shardId: 'other' },
    });
    await store.put([late, early, broken]);
    await store.close([{ position: late.position, state: 'discarded' }]);
    const idOf = (letter: typeof late): string => deadLetterId(pipeline, letter.position);
    const read = async (selection: Parameters<typeof readDeadLetters>[2]) =>
      (await readDeadLetters(database, pipeline, selection, { payloads: false })).map(({ id }) => id);
    const times = { firstAt: '2026-05-01T00:00:00.000Z', lastAt: '2026-05-01T00:00:00.000Z' };
    expect(await readDeadLetters(database, pipeline, { table: orders }, { payloads: true })).toEqual([
      { ...early, id: idOf(early), state: 'open', attempts: 1, ...times },
      { ...late, id: idOf(late), state: 'discarded', attempts: 1, ...times },
    ]);
    expect(await readDeadLetters(database, pipeline, { code: 'malformed' }, { payloads: false })).toEqual([
      { ...broken, payload: '', id: idOf(broken), state: 'open', attempts: 1, ...times },
    ]);
    expect(await read({ ids: [idOf(late), 'none'] })).toEqual([idOf(late)]);
    expect((await read({ state: 'open' })).sort()).toEqual([idOf(early), idOf(broken)].sort());
    expect(await read({ table: orders, state: 'open', code: 'parked' })).toEqual([idOf(early)]);
    expect(await read({})).toHaveLength(3);
  });

  it('tells of the open letters of a table what later changes of their keys have to know', async () => {
    const store = await open();
    const moved = deadLetter({ movedFrom: '{"id":2}', timeMicros: null });
    await store.put([moved, deadLetter({ table: { schema: 'shop', table: 'other' } })]);
    expect(await store.openLetters(orders)).toEqual([
      { position: moved.position, key: '{"id":1}', movedFrom: '{"id":2}', timeMicros: null },
    ]);
    expect(await store.openLetters({ schema: 'shop', table: 'none' })).toEqual([]);
  });

  it('stores many letters, and payloads longer than an index takes', async () => {
    const store = await open();
    const letters = Array.from({ length: 450 }, () => deadLetter());
    await store.put([
      ...letters,
      deadLetter({ payload: 'x'.repeat(200_000), message: 'm'.repeat(40_000), key: 'k'.repeat(40_000) }),
    ]);
    expect(await store.countOpen()).toEqual([{ table: orders, open: 451 }]);
    expect(
      (await stored('length(payload)')).map(([length]) => Number(length)).sort((one, other) => other - one)[0],
    ).toBe(200_000);
  });

  it('keeps the letters of pipelines apart', async () => {
    const store = await open();
    await store.put([deadLetter()]);
    const other = createTargetDeadLetterStore(target().database, `${target().pipeline}-other`, Date.now);
    expect(await other.countOpen()).toEqual([]);
  });
}
