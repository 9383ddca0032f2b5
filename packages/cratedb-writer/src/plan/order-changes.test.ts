import { expect, it } from 'vitest';
import { rowChange } from '../testing/change-factories.js';
import { orderChanges } from './order-changes.js';

const at = (timeMicros: number | undefined) => rowChange({ timeMicros });

it('answers the very list where it is in order', () => {
  const changes = [at(1), at(1), at(undefined), at(2)];
  expect(orderChanges(changes)).toBe(changes);
  expect(orderChanges([])).toEqual([]);
});

it('puts changes in the order of their times, and leaves equal ones as they came', () => {
  const [a, b, c, d] = [at(5), at(3), at(5), at(1)];
  expect(orderChanges([a, b, c, d])).toEqual([d, b, a, c]);
});

it('keeps a change without a time behind the one it followed', () => {
  const [first, a, without, b] = [at(undefined), at(5), at(undefined), at(3)];
  expect(orderChanges([first, a, without, b])).toEqual([first, b, a, without]);
});
