import { printable } from '@drayage/terminal';
import { textWidth } from './text-width.js';

/** A text in lines no longer than the width, broken between words; further lines begin with the indent. */
export function wrapText(text: string, width: number | undefined, indent: string): readonly string[] {
  return wrapWords(printable(text).split(' '), width, indent);
}

/** Words in lines no longer than the width; one that is longer has a line of its own. */
export function wrapWords(words: readonly string[], width: number | undefined, indent: string): readonly string[] {
  if (width === undefined) return [words.join(' ')];
  const lines: string[] = [];
  let line: string | undefined;
  for (const word of words) {
    const longer = line === undefined ? word : `${line} ${word}`;
    if (line === undefined || textWidth(longer) <= width || line.trim() === '') line = longer;
    else {
      lines.push(line);
      line = `${indent}${word}`;
    }
  }
  return [...lines, line ?? ''];
}
