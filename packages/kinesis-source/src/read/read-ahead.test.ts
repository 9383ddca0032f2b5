import { describe, expect, it } from 'vitest';
import { eventually } from '../testing/eventually.js';
import { readAhead } from './read-ahead.js';

const LIMITS = { maxItems: 2, maxBytes: 1_000, bytesOf: (item: number) => item };
const never = new AbortController().signal;

async function* count(upTo: number, taken: number[] = []): AsyncGenerator<number> {
  for (let item = 1; item <= upTo; item += 1) {
    taken.push(item);
    await Promise.resolve();
    yield item;
  }
}

async function collect(items: AsyncIterable<number>): Promise<number[]> {
  const collected: number[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

describe('readAhead', () => {
  it('gives every item, in order', async () => {
    expect(await collect(readAhead(() => count(50), LIMITS, never))).toEqual(
      Array.from({ length: 50 }, (_, n) => n + 1),
    );
  });

  it('takes no more than the limit ahead of the consumer', async () => {
    const taken: number[] = [];
    const items = readAhead(() => count(10, taken), LIMITS, never);
    await items.next();
    await eventually(() => expect(taken).toEqual([1, 2, 3]));
    await items.next();
    await eventually(() => expect(taken).toEqual([1, 2, 3, 4]));
    await items.return();
  });

  it('takes no more bytes than the limit ahead, but always one item', async () => {
    const taken: number[] = [];
    const limits = { maxItems: 10, maxBytes: 5, bytesOf: () => 100 };
    const items = readAhead(() => count(10, taken), limits, never);
    await items.next();
    await eventually(() => expect(taken).toEqual([1, 2]));
    await items.return();
    expect(taken).toEqual([1, 2]);
  });

  it('gives the items before an error first', async () => {
    async function* failing(): AsyncGenerator<number> {
      yield* count(2);
      throw new Error('lost');
    }
    const items = readAhead(failing, LIMITS, never);
    expect(await items.next()).toMatchObject({ value: 1 });
    expect(await items.next()).toMatchObject({ value: 2 });
    await expect(items.next()).rejects.toThrow('lost');
  });

  describe('ends the source', () => {
    const watched = () => {
      let ended = false;
      async function* endless(signal: AbortSignal): AsyncGenerator<number> {
        try {
          while (!signal.aborted) {
            await new Promise((resolve) => setImmediate(resolve));
            yield 1;
          }
        } finally {
          ended = true;
        }
      }
      return { endless, hasEnded: () => ended };
    };

    it('before the consumer that leaves goes on', async () => {
      const source = watched();
      const items = readAhead(source.endless, LIMITS, never);
      await items.next();
      await items.return();
      expect(source.hasEnded()).toBe(true);
    });

    it('when the signal aborts', async () => {
      const source = watched();
      const controller = new AbortController();
      const items = readAhead(source.endless, LIMITS, controller.signal);
      await items.next();
      controller.abort();
      expect((await collect(items)).length).toBeLessThanOrEqual(LIMITS.maxItems);
      expect(source.hasEnded()).toBe(true);
    });
  });
});
