import { cut } from './render-grid.js';
import { textWidth } from './text-width.js';
import { wrapText } from './wrap-text.js';

const BETWEEN = ' · ';

/** Parts of a line with points between them, in lines no longer than the width; only a part that is longer is broken, between words. */
export function wrapParts(parts: readonly string[], width: number): readonly string[] {
  const lines: string[] = [];
  let line: string | undefined;
  for (const part of parts.flatMap((one) => (textWidth(one) <= width ? [one] : wrapText(one, width, '')))) {
    const longer = line === undefined ? part : `${line}${BETWEEN}${part}`;
    if (line === undefined || textWidth(longer) <= width) line = longer;
    else {
      lines.push(line);
      line = part;
    }
  }
  return [...lines, line ?? ''].map((text) => cut(text, width));
}
