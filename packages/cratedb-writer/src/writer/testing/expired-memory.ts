import { expect, it } from 'vitest';
import { rowChange, tableChange } from '../../testing/change-factories.js';
import { messageClock } from '../../testing/message-clock.js';
import type { BehaviourSuite } from './behaviour-suite.js';

const DAY_MS = 86_400_000;

/** What is remembered of rows for as long as something older may arrive. */
export function expiredMemory({ target }: BehaviourSuite): void {
  it('is kept until it expires, and then removed', async () => {
    const { newWriter, sql, pipeline, rows } = target();
    const clock = messageClock();
    const writer = await newWriter();
    const late = rowChange({ values: { id: 1, name: 'gone' }, timeMicros: clock.next() });
    await writer.write([
      tableChange({ timeMicros: clock.next() - 10 }),
      rowChange({ operation: 'delete', values: { id: 1 }, timeMicros: clock.next() }),
      rowChange({ operation: 'update', values: { id: 3 }, before: { id: 2 }, timeMicros: clock.next() }),
    ]);
    const remembered = async () => {
      const counts: number[] = [];
      for (const table of ['tombstones', 'moves', 'partial_rows']) {
        // By key, and so in real time on CrateDB as well.
        counts.push(
          (await sql(`SELECT "key" FROM drayage.${table} WHERE pipeline = $1 AND target IS NOT NULL`, [pipeline]))
            .length,
        );
      }
      return counts;
    };
    await writer.housekeeping();
    await writer.write([late]);
    expect((await rows()).map(({ id }) => id)).toEqual(['3']);
    const later = await newWriter({}, { now: () => Date.now() + 400 * DAY_MS });
    await later.housekeeping();
    await later.housekeeping();
    const [tombstones, moves, partialRows] = await remembered();
    // That rows may be told in part is remembered for ever.
    expect([tombstones, moves, partialRows]).toEqual([1, 0, 0]);
  });
}
