import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { DEAD_LETTER_CODES, refuse } from './change-refusal.js';

it.each(DEAD_LETTER_CODES)('%s has a remedy in a sentence', (code) => {
  const refusal = refuse(code, 'What happened.', 'amount');
  expect(refusal).toMatchObject({ code, message: 'What happened.', column: 'amount' });
  expect(refusal.remedy).toMatch(/^[A-Z].*\.$/u);
});

it.each(DEAD_LETTER_CODES)('%s stands in the documentation with its meaning and its remedy', async (code) => {
  const page = await readFile(new URL('../../../../docs/06-dead-letters.md', import.meta.url), 'utf8');
  expect(page).toMatch(new RegExp(`^\\| \`${code}\` \\| [^|]+ \\| [^|]+ \\|$`, 'mu'));
});
