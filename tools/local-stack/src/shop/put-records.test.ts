import { expect, it } from 'vitest';
import { putRecords, type PutEntries } from './put-records.ts';

const records = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ partitionKey: 'key', data: String(index) }));

/** A stream that refuses each record it meets for the first time, if `refuses` says so. */
function stream(refuses: (data: string) => boolean) {
  const stored: string[] = [];
  const sizes: number[] = [];
  const met = new Set<string>();
  const put: PutEntries = (entries) => {
    sizes.push(entries.length);
    const taken = entries.map(({ Data }) => {
      const data = new TextDecoder().decode(Data);
      const refused = refuses(data) && !met.has(data);
      met.add(data);
      if (!refused) stored.push(data);
      return !refused;
    });
    return Promise.resolve(taken);
  };
  return { put, stored, sizes };
}

it('puts at most 500 records at once, in order', async () => {
  const { put, stored, sizes } = stream(() => false);
  await putRecords(records(1_200), put, () => Promise.resolve());
  expect(sizes).toEqual([500, 500, 200]);
  expect(stored).toEqual(records(1_200).map(({ data }) => data));
});

it('puts what was refused again, before what comes after, and loses nothing', async () => {
  const { put, stored } = stream((data) => Number(data) % 7 === 0);
  let pauses = 0;
  await putRecords(records(600), put, () => Promise.resolve(void (pauses += 1)));
  expect([...stored].sort((a, b) => Number(a) - Number(b))).toEqual(records(600).map(({ data }) => data));
  expect(stored.indexOf('497')).toBeLessThan(stored.indexOf('501'));
  expect(pauses).toBe(2);
});
