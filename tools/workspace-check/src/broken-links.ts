import { posix } from 'node:path';

const REPOSITORY = /^https:\/\/github\.com\/drayage\/drayage\/(?:blob|tree)\/main\//;

/**
 * The links of Markdown files that lead to no file, folder or heading of the repository, as `file: link`. Links to other
 * sites are not looked at. Paths are from the root.
 */
export function brokenLinks(
  markdown: readonly string[],
  files: readonly string[],
  read: (path: string) => string,
): readonly string[] {
  const there = new Set(files.flatMap((path) => [path, ...foldersOf(path)]));
  const headings = new Map<string, ReadonlySet<string>>();
  const headingsOf = (path: string): ReadonlySet<string> => {
    const known = headings.get(path) ?? anchors(read(path));
    headings.set(path, known);
    return known;
  };
  const isBroken = (from: string, link: string): boolean => {
    const inside = link.replace(REPOSITORY, '/');
    if (/^[a-z]+:/.test(inside)) return false;
    const [path = '', heading] = inside.split('#');
    const target = resolve(from, path);
    if (!there.has(target)) return true;
    return heading !== undefined && target.endsWith('.md') && !headingsOf(target).has(heading);
  };
  return markdown.flatMap((path) => {
    const links = [...withoutCode(read(path)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
    return links.filter((link) => isBroken(path, link)).map((link) => `${path}: ${link}`);
  });
}

function resolve(from: string, path: string): string {
  if (path === '') return from;
  if (path.startsWith('/')) return path.slice(1);
  return posix.join(posix.dirname(from), path).replace(/\/$/, '');
}

function foldersOf(path: string): readonly string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

/** As GitHub makes them: lower case, without punctuation, dashes for blanks, numbered where two are alike. */
function anchors(text: string): ReadonlySet<string> {
  const seen = new Map<string, number>();
  const found = new Set<string>();
  for (const [, title = ''] of withoutCode(text).matchAll(/^#{1,6} (.+)$/gm)) {
    const plain = title.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');
    const anchor = plain
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
      .replaceAll(' ', '-');
    const times = seen.get(anchor) ?? 0;
    seen.set(anchor, times + 1);
    found.add(times === 0 ? anchor : `${anchor}-${times}`);
  }
  return found;
}

function withoutCode(text: string): string {
  return text.replace(/^ *```[\s\S]*?^ *```/gm, '');
}
