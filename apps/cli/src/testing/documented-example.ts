import { readFileSync } from 'node:fs';

/**
 * What a page of `docs/` shows as printed, with the same first line as this: a block of code without a language, without the commands
 * (`$ …`) on top of it; empty where there is none. A test compares both.
 */
export function documentedExample(page: string, printed: string): string {
  const text = readFileSync(new URL(`../../../../docs/${page}.md`, import.meta.url), 'utf8');
  const [beginning = ''] = printed.split('\n');
  const examples = [...text.matchAll(/^```(\w*)\n(.*?)^```$/gmsu)]
    .filter(([, language]) => language === '')
    .map(([, , block = '']) => block.replace(/^(?:\$ .*\n)+/u, ''));
  return examples.find((example) => example.startsWith(`${beginning}\n`)) ?? '';
}
