import { readFile } from 'node:fs/promises';

import { expect, it } from 'vitest';

import { renderPage, renderSchema } from '../scripts/published-files.js';
import { listSettings } from './settings/setting.js';

const REMEDY = 'run: npm -w @drayage/config run schema';

it('publishes the JSON Schema of the configuration', async () => {
  const published = await readFile(new URL('../drayage.schema.json', import.meta.url), 'utf8');
  expect(JSON.parse(published), REMEDY).toEqual(JSON.parse(renderSchema()));
});

it('documents every key on the configuration page', async () => {
  const page = await readFile(new URL('../../../docs/configuration.md', import.meta.url), 'utf8');
  expect(page, REMEDY).toBe(renderPage(page));
});

it('gives every key a meaning, and a variable and a flag of its own', () => {
  const settings = listSettings();
  expect(settings.filter(({ description }) => description === '')).toEqual([]);
  expect(new Set(settings.map(({ variable }) => variable)).size).toBe(settings.length);
  expect(new Set(settings.map(({ flag }) => flag)).size).toBe(settings.length);
});
