import { expect, it } from 'vitest';
import { wrapParts } from './wrap-parts.js';

it('breaks between parts, and within one only where it is longer than a line', () => {
  const parts = ['shop-task (task)', 'running', 'full load 100 %', 'behind'];
  expect(wrapParts(parts, 26)).toEqual(['shop-task (task) · running', 'full load 100 % · behind']);
  expect(wrapParts(parts, 12)).toEqual(['shop-task', '(task)', 'running', 'full load', '100 %', 'behind']);
  expect(wrapParts(parts, Number.POSITIVE_INFINITY)).toEqual(['shop-task (task) · running · full load 100 % · behind']);
  expect(wrapParts([], 10)).toEqual(['']);
});
