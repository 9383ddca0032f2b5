import type { DeadLetter, DeadLetterStore } from '../letters/dead-letter.js';
import { nextPosition } from './change-factories.js';

/** A letter of `shop.orders`; what a test does not name is beside its point. */
export function deadLetter(given: Partial<DeadLetter> = {}): DeadLetter {
  return {
    position: nextPosition(),
    table: { schema: 'shop', table: 'orders' },
    key: '{"id":1}',
    movedFrom: null,
    operation: 'update',
    code: 'value-not-castable',
    column: 'amount',
    message: 'The value is not a number.',
    remedy: 'Mend it.',
    payload: '{"data":{"id":1,"text":"it\'s \\"so\\" ä😀"}}',
    timeMicros: 1_767_225_600_000_001,
    ...given,
  };
}

/** Keeps what it is given. */
export interface MemoryLetters extends DeadLetterStore {
  readonly stored: DeadLetter[];
}

export function memoryLetters(): MemoryLetters {
  const stored: DeadLetter[] = [];
  return {
    stored,
    put: (letters) => {
      stored.push(...letters);
      return Promise.resolve();
    },
    countOpen: () => Promise.resolve([{ table: { schema: 'shop', table: 'orders' }, open: stored.length }]),
    openLetters: () => Promise.resolve(stored),
    close: () => Promise.resolve(),
  };
}
