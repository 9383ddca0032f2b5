import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readText, root } from './workspaces.ts';

const pages = readdirSync(`${root}/docs`).filter((name) => name.endsWith('.md') && name !== 'README.md');

it('numbers the pages of the documentation from 01 on, without a gap', () => {
  const expected = pages.map((_, index) => String(index + 1).padStart(2, '0'));
  expect(pages.map((name) => name.slice(0, 2)).sort()).toEqual(expected);
});

it('lists them in the order of their numbers', () => {
  const listed = [...readText('docs/README.md').matchAll(/^(\d+)\. \[[^\]]+\]\((\d\d)-[^)]+\.md\)/gm)];
  expect(listed.map(([, place, number]) => [Number(place), Number(number)])).toEqual(
    pages.map((_, index) => [index + 1, index + 1]),
  );
});
