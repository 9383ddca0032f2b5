import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SinkDatabase } from '../../client/sink-database.js';
import { qualifiedName } from '../../names/quote-identifier.js';
import { rowChange, tableChange } from '../../testing/change-factories.js';
import { repeatWork } from '../../testing/repeat-work.js';
import { testTarget, type TestTarget } from '../../testing/test-target.js';

const SHOP = { schema: 'shop', table: 'orders' };
const load = (id: number, name: string) => rowChange({ operation: 'load', values: { id, name } });
const numbers = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => from + index);

/** Reloads beside a reader, and sweeps beside a writer, each with connections of its own. `keys`: rows of the table. */
export function reloadUnderWatch(open: () => Promise<SinkDatabase>, keys: number): void {
  let databases: readonly [SinkDatabase, SinkDatabase, SinkDatabase];
  let target: TestTarget;
  beforeAll(async () => {
    databases = [await open(), await open(), await open()];
    target = testTarget(databases[0]);
  });
  afterAll(async () => {
    await target.clean();
    await Promise.all(databases.map((database) => database.close()));
  });

  /** Reads until the work is done; answers the number of rows and how many of the kept ones each read saw. */
  async function watch(work: Promise<unknown>): Promise<{ readonly counts: number[]; readonly kept: number[] }> {
    const [, , reader] = databases;
    const table = qualifiedName(target.schema, 'orders');
    const state = { done: false };
    const finished = work.finally(() => (state.done = true));
    const seen: { counts: number[]; kept: number[] } = { counts: [], kept: [] };
    while (!state.done) {
      if (target.isCratedb) await reader.execute({ sql: `REFRESH TABLE ${table}`, parameters: [] });
      const { rows } = await reader.execute({
        sql: `SELECT count(*), count(CASE WHEN id < ${keys / 2} THEN 1 END) FROM ${table}`,
        parameters: [],
      });
      seen.counts.push(Number(rows[0]?.[0]));
      seen.kept.push(Number(rows[0]?.[1]));
    }
    await finished;
    return seen;
  }

  it('shows readers every row that both loads have, at every moment, and never an empty table', async () => {
    const writer = await target.newWriter();
    const other = await target.newWriter({}, { database: databases[1] });
    await writer.write([tableChange(), ...numbers(0, keys).map((id) => load(id, 'old'))]);
    await writer.completeLoad(SHOP);
    const reload = async (): Promise<void> => {
      const create = tableChange();
      const kept = numbers(0, keys / 2).map((id) => load(id, 'new'));
      const step = Math.ceil(kept.length / 6);
      // Of the load's six batches the second comes before the create-table, and two writers share the rest.
      await other.write(kept.slice(step, 2 * step));
      await writer.write([tableChange({ operation: 'drop-table', timeMicros: create.timeMicros! - 1 })]);
      await writer.write([create, ...kept.slice(0, step)]);
      await Promise.all([writer.write(kept.slice(2 * step, 4 * step)), other.write(kept.slice(4 * step))]);
      await writer.write([rowChange({ values: { id: keys, name: 'change' } })]);
    };
    const { counts, kept } = await watch(reload());
    expect(counts.length).toBeGreaterThan(3);
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(keys / 2);
    expect(new Set(kept)).toEqual(new Set([keys / 2]));
    const rows = await target.rows();
    expect(rows).toHaveLength(keys / 2 + 1);
    expect(rows.filter(({ name }) => name === 'old')).toEqual([]);
  });

  it('sweeps nothing that another process writes meanwhile', async () => {
    const writer = await target.newWriter();
    const other = await target.newWriter({}, { database: databases[1] });
    await writer.write([tableChange(), ...numbers(0, keys).map((id) => load(id, 'old'))]);
    await writer.write([tableChange()]);
    const shares = numbers(0, 10).map((part) => numbers((part * keys) / 10, ((part + 1) * keys) / 10));
    const rewrite = async (): Promise<void> => {
      for (const share of shares) {
        const rows = share.map((id) => load(id, 'new'));
        await repeatWork(() => other.write(rows));
      }
    };
    await Promise.all([repeatWork(() => writer.completeLoad(SHOP)), rewrite()]);
    const rows = await target.rows();
    expect(rows).toHaveLength(keys);
    expect(rows.filter(({ name }) => name !== 'new')).toEqual([]);
  });
}
