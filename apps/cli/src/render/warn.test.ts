import { expect, it } from 'vitest';
import { collect } from '../testing/run-dray.js';
import { warn } from './warn.js';

it('warns on standard error, and lets no name move the cursor', () => {
  const stderr = collect();
  warn({ stderr: stderr.stream }, 'The column "e\u001B]0;vil" is not written.');
  expect(stderr.text()).toBe('Warning: The column "e\\x1b]0;vil" is not written.\n');
});
