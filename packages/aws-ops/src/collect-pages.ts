/** One page of a listing, and the token of the next. */
export interface Page<T> {
  readonly items: readonly T[] | undefined;
  readonly next: string | undefined;
}

/** Everything of a listing, page by page. A listing that answers with the token it was given has ended. */
export async function collectPages<T>(read: (token: string | undefined) => Promise<Page<T>>): Promise<readonly T[]> {
  const all: T[] = [];
  let token: string | undefined;
  for (;;) {
    const { items, next } = await read(token);
    all.push(...(items ?? []));
    if (next === undefined || next === '' || next === token) return all;
    token = next;
  }
}
