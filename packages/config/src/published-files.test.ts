import { readFile } from 'node:fs/promises';

import { expect, it } from 'vitest';

import { renderPage, renderSchema } from '../scripts/published-files.js';
import { configJsonSchema, type JsonSchemaNode } from './schema/json-schema.js';
import { listSettings } from './settings/setting.js';

const REMEDY = 'run: npm -w @drayage/config run schema';

it('publishes the JSON Schema of the configuration', async () => {
  const published = await readFile(new URL('../drayage.schema.json', import.meta.url), 'utf8');
  expect(JSON.parse(published), REMEDY).toEqual(JSON.parse(renderSchema()));
});

it('documents every key on the configuration page', async () => {
  const page = await readFile(new URL('../../../docs/20-configuration.md', import.meta.url), 'utf8');
  expect(page, REMEDY).toBe(renderPage(page));
});

it('gives every key a meaning, and a variable and a flag of its own', () => {
  const settings = listSettings();
  expect(settings.filter(({ description }) => description === '')).toEqual([]);
  expect(new Set(settings.map(({ variable }) => variable)).size).toBe(settings.length);
  expect(new Set(settings.map(({ flag }) => flag)).size).toBe(settings.length);
});

it('shows how a value is written wherever a pattern asks for a form', () => {
  const shown = patterns(configJsonSchema()).map(({ pattern = '', examples }) => [
    pattern,
    typeof examples?.[0] === 'string' && new RegExp(pattern).test(examples[0]),
  ]);
  expect(shown.length).toBeGreaterThan(20);
  expect(shown.filter(([, fits]) => fits !== true)).toEqual([]);
});

function patterns(node: JsonSchemaNode): readonly JsonSchemaNode[] {
  const { properties = {}, items, anyOf = [], additionalProperties } = node;
  const within = [...Object.values(properties), ...anyOf, items, additionalProperties];
  return [
    ...(node.pattern === undefined ? [] : [node]),
    ...within.flatMap((child) => (typeof child === 'object' ? patterns(child) : [])),
  ];
}
