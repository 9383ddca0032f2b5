import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { runDray } from './testing/run-dray.js';

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const PAGES = ['19-handbook', '11-doctor', '10-source-tables'].map((name) => read(`docs/${name}.md`));

it('names only commands that are there', { timeout: 180_000 }, async () => {
  const commands = new Set(
    PAGES.flatMap((page) => [...page.matchAll(/\bdray ([a-z-]+)/gu)].map(([, name = '']) => name)),
  );
  expect(commands.size).toBeGreaterThan(12);
  for (const name of commands)
    expect({ name, code: (await runDray([name, '--help'])).code }).toEqual({ name, code: 0 });
});

it('names only rules that the doctor has, and refusals of the deployer', () => {
  const rules = new Set([...read('packages/doctor/SPEC.md').matchAll(/\| `([a-z-]+)` \|/gu)].map(([, id = '']) => id));
  const refusals = ['refusal', 'serverless-refusal'].flatMap((name) =>
    [...read(`apps/deployer/src/deploy/${name}.ts`).matchAll(/\b(?:kind:|code =) '([a-z-]+)'/gu)].map(
      ([, id = '']) => id,
    ),
  );
  const there = new Set([...rules, ...refusals]);
  const named = PAGES[0]?.matchAll(/\(((?:`[a-z-]+`(?:, )?)+)\)/gu) ?? [];
  const unknown = [...named]
    .flatMap(([, list = '']) => list.split(', ').map((id) => id.replaceAll('`', '')))
    .filter((id) => !there.has(id));
  expect(unknown).toEqual([]);
});
