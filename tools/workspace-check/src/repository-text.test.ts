import { describe, expect, it } from 'vitest';
import { readText, repositoryFiles } from './workspaces.ts';

/** Puts a forbidden word together, so that this file may be searched too. */
const word = (...parts: readonly string[]): string => parts.join('');

const CODE = /\.(ts|js|mjs)$/;

/** Text that must stay out, and where. */
const FORBIDDEN: readonly { readonly what: string; readonly pattern: RegExp; readonly files: RegExp }[] = [
  { what: 'a path of one machine', pattern: new RegExp(word('(?<![\\w.-])/wo', 'rk/')), files: /./ },
  { what: 'work left for later', pattern: new RegExp(word('\\b(TO', 'DO|FIX', 'ME)\\b')), files: /./ },
  { what: 'a test that runs alone', pattern: new RegExp(word('\\.on', 'ly\\(')), files: CODE },
  { what: 'lint switched off', pattern: new RegExp(word('eslint-dis', 'able')), files: CODE },
  { what: 'types switched off', pattern: new RegExp(word('@ts-(ign', 'ore|nocheck)')), files: CODE },
  { what: 'a cast to any', pattern: new RegExp(word('\\bas an', 'y\\b(?! [a-z])')), files: CODE },
];

const UNREAD = /(^|\/)package-lock\.json$|\.(png|jpe?g|gif|ico|woff2?|gz|tgz|zip|wasm)$/;

describe('the text of the repository', () => {
  const files = repositoryFiles()
    .filter((path) => !UNREAD.test(path))
    .map((path) => ({ path, lines: readText(path).split('\n') }));

  it('is read', () => {
    expect(files.length).toBeGreaterThan(20);
  });

  it.each(FORBIDDEN)('holds no sign of $what', ({ pattern, files: scope }) => {
    const found = files
      .filter(({ path }) => scope.test(path))
      .flatMap(({ path, lines }) =>
        lines.flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
      );
    expect(found).toEqual([]);
  });
});
