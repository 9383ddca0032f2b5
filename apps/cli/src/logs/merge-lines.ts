/** Merges sequences that are each in order. Of what comes at the same time, the earlier sequence is first. */
export async function* mergeLines<T extends { readonly at: Date }>(
  sources: readonly AsyncIterable<T>[],
): AsyncGenerator<T> {
  const iterators = sources.map((source) => source[Symbol.asyncIterator]());
  const heads = await Promise.all(iterators.map((iterator) => iterator.next()));
  for (;;) {
    let first: number | undefined;
    for (const [at, head] of heads.entries()) {
      const best = first === undefined ? undefined : heads[first];
      if (head.done !== true && (best === undefined || best.done === true || head.value.at < best.value.at)) first = at;
    }
    const head = first === undefined ? undefined : heads[first];
    const iterator = first === undefined ? undefined : iterators[first];
    if (first === undefined || head === undefined || head.done === true || iterator === undefined) return;
    yield head.value;
    heads[first] = await iterator.next();
  }
}
