/** Lets one holder in at a time, the others in the order in which they asked. */
export interface SessionLock {
  /** Resolves, with the function that ends the turn, once it is the caller's turn. */
  acquire(): Promise<() => void>;
}

/** An open lock. */
export function createSessionLock(): SessionLock {
  let last: Promise<void> = Promise.resolve();
  return {
    acquire: async () => {
      const before = last;
      let release = (): void => undefined;
      last = new Promise((resolve) => {
        release = resolve;
      });
      await before;
      return release;
    },
  };
}
