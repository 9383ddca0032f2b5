import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { publishableWorkspaces, readText, root } from './workspaces.ts';

const published = new Set(publishableWorkspaces().map(({ manifest }) => manifest.name));
const changesets = readdirSync(`${root}/.changeset`).filter((name) => name.endsWith('.md') && name !== 'README.md');

/** What is wrong with a changeset: the release fails at one that names a private package beside a published one, and leaves out one that names private ones alone. */
function faults(text: string): readonly string[] {
  const [, head = '', summary = ''] = /^---\n(.*?)\n---\n(.*)$/su.exec(text) ?? [];
  const bumps = Object.entries((parse(head) ?? {}) as Readonly<Record<string, unknown>>);
  return [
    ...(bumps.length === 0 ? ['names no package'] : []),
    ...bumps.filter(([name]) => !published.has(name)).map(([name]) => `${name} is not published`),
    ...bumps.filter(([, bump]) => bump !== 'minor' && bump !== 'patch').map(([name]) => `${name} has no bump`),
    ...(summary.trim() === '' ? ['says nothing'] : []),
  ];
}

it('finds what a release would fail at or leave out', () => {
  expect(faults("---\n'@drayage/cli': minor\n---\n\nNew.\n")).toEqual([]);
  expect(faults("---\n'@drayage/cli': minor\n'@drayage/sink': patch\n---\n\nNew.\n")).toEqual([
    '@drayage/sink is not published',
  ]);
  expect(faults("---\n'@drayage/cli': new\n---\n")).toEqual(['@drayage/cli has no bump', 'says nothing']);
  expect(faults('New.\n')).toEqual(['names no package', 'says nothing']);
});

it('has changesets that a release takes', () => {
  const found = changesets.flatMap((name) =>
    faults(readText(`.changeset/${name}`)).map((fault) => `${name}: ${fault}`),
  );
  expect(found).toEqual([]);
});
