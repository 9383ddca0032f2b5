import { expect, it } from 'vitest';
import { collectPages } from './collect-pages.js';

it('reads every page with the token of the one before', async () => {
  const asked: (string | undefined)[] = [];
  const pages: Readonly<Record<string, { items: number[] | undefined; next: string | undefined }>> = {
    first: { items: [1, 2], next: 'a' },
    a: { items: undefined, next: 'b' },
    b: { items: [3], next: undefined },
  };
  const all = await collectPages((token) => {
    asked.push(token);
    return Promise.resolve(pages[token ?? 'first']!);
  });
  expect(all).toEqual([1, 2, 3]);
  expect(asked).toEqual([undefined, 'a', 'b']);
});

it('ends where a service answers with the token that it was given', async () => {
  let calls = 0;
  const all = await collectPages(() => Promise.resolve({ items: [(calls += 1)], next: 'same' }));
  expect(all).toEqual([1, 2]);
});
