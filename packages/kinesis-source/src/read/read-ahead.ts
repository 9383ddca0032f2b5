import { isAborted } from '../clock.js';
import { linkedAbort } from '../linked-abort.js';

export interface ReadAheadLimits<T> {
  /** How many items may wait. */
  readonly maxItems: number;
  /** How much they may weigh together; one item may wait whatever it weighs. */
  readonly maxBytes: number;
  bytesOf(item: T): number;
}

/**
 * Takes items from a source while earlier ones are still being worked on, in order and within limits. The source gets a
 * signal that aborts with `outer`, and also when the consumer leaves; its end and its error arrive after its items.
 */
export async function* readAhead<T>(
  open: (signal: AbortSignal) => AsyncIterable<T>,
  limits: ReadAheadLimits<T>,
  outer: AbortSignal,
): AsyncGenerator<T, void, undefined> {
  const scope = linkedAbort(outer);
  const queue: T[] = [];
  const changed = createBell();
  let waitingBytes = 0;
  let end: { readonly error?: unknown } | undefined;
  const isFull = (): boolean =>
    queue.length >= limits.maxItems || (queue.length > 0 && waitingBytes >= limits.maxBytes);

  const fill = async (): Promise<void> => {
    for await (const item of open(scope.signal)) {
      queue.push(item);
      waitingBytes += limits.bytesOf(item);
      changed.ring();
      while (isFull() && !isAborted(scope.signal)) await changed.heard();
      if (isAborted(scope.signal)) return;
    }
  };
  const filling = fill().then(
    () => (end = {}),
    (error: unknown) => (end = { error }),
  );
  void filling.then(() => changed.ring());
  scope.signal.addEventListener('abort', () => changed.ring(), { once: true });

  try {
    for (;;) {
      const item = queue.shift();
      if (item !== undefined) {
        waitingBytes -= limits.bytesOf(item);
        changed.ring();
        yield item;
      } else if (end === undefined) {
        await changed.heard();
      } else {
        if ('error' in end) throw end.error;
        return;
      }
    }
  } finally {
    scope.abort();
    await filling;
    scope.dispose();
  }
}

/** Wakes whoever waits; a ring that nobody waits for is not kept. */
function createBell(): { ring(): void; heard(): Promise<void> } {
  let listeners: (() => void)[] = [];
  return {
    ring: () => {
      const woken = listeners;
      listeners = [];
      for (const wake of woken) wake();
    },
    heard: () => new Promise((resolve) => listeners.push(resolve)),
  };
}
