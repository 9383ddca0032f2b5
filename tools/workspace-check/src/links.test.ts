import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { brokenLinks } from './broken-links.ts';
import { readText, repositoryFiles, root } from './workspaces.ts';

const pages = readdirSync(`${root}/docs`).filter((name) => name.endsWith('.md') && name !== 'README.md');

describe('links', () => {
  const files = repositoryFiles();
  const markdown = files.filter((path) => path.endsWith('.md'));

  it('of every page lead to files and headings that are there', () => {
    expect(markdown.length).toBeGreaterThan(20);
    expect(brokenLinks(markdown, files, readText)).toEqual([]);
  });

  it('and paths of pages in code and configuration lead to pages that are there', () => {
    const named = files
      .filter((path) => /\.(ts|js|mjs|ya?ml|json)$/.test(path) && !path.startsWith('tools/workspace-check/'))
      .flatMap((path) => [...readText(path).matchAll(/\bdocs\/[\w./-]+\.md\b/g)].map(([page]) => ({ path, page })));
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter(({ page }) => !files.includes(page))).toEqual([]);
  });

  it('and files that a SPEC.md names are there', () => {
    const named = markdown
      .filter((path) => path.endsWith('/SPEC.md'))
      .flatMap((path) => [...readText(path).matchAll(/`([\w./-]+\.ts)`/g)].map(([, name = '']) => ({ path, name })));
    expect(named.length).toBeGreaterThan(100);
    expect(named.filter(({ name }) => !files.some((file) => file.endsWith(`/${name}`)))).toEqual([]);
  });

  it('lead to every page from the table of contents', () => {
    const contents = readText('docs/README.md');
    expect(pages.filter((page) => !contents.includes(`](${page})`))).toEqual([]);
  });
});

describe('brokenLinks', () => {
  const texts: Readonly<Record<string, string>> = {
    'docs/a.md':
      '# One\n[b](b.md#two-words) [gone](c.md) [here](#one) [no heading](b.md#three)\n```\n[code](d.md)\n```\n',
    'docs/b.md': '# Two `words`\n[out](https://example.com) [up](../README.md) [folder](../docs)\n',
    'README.md': '[a](https://github.com/drayage/drayage/blob/main/docs/a.md#nowhere)',
  };
  const paths = Object.keys(texts);

  it('finds files and headings that are not there, by whichever way they are named', () => {
    expect(brokenLinks(paths, paths, (path) => texts[path] ?? '')).toEqual([
      'docs/a.md: c.md',
      'docs/a.md: b.md#three',
      'README.md: https://github.com/drayage/drayage/blob/main/docs/a.md#nowhere',
    ]);
  });
});
