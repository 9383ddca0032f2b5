import { wrapText } from './wrap-text.js';

/** Text is hard to read in longer lines, however wide a terminal is. */
const MOST_COLUMNS = 120;
const USUAL_COLUMNS = 80;

/** How wide a help is: as the terminal, within what can be read; piped as a terminal of the usual width. */
export function helpWidth(columns: number | undefined): number {
  return Math.min(columns ?? USUAL_COLUMNS, MOST_COLUMNS);
}

/**
 * The prose of a help in lines of this width. Lines that begin with a blank are commands and options, and stay; so does a
 * heading above them, which is one word and a colon. Exit codes begin a line.
 */
export function wrapHelp(text: string, width: number): string {
  const lines: string[] = [];
  let paragraph = '';
  const end = (): void => {
    if (paragraph !== '') lines.push(...wrapText(paragraph, width, ''));
    paragraph = '';
  };
  for (const line of text.split('\n')) {
    const isProse = /^[^\s$]/u.test(line);
    const isHeading = /^\w+:$/u.test(line);
    if (!isProse || isHeading || line.startsWith('Exit codes:') || line.startsWith('Usage:')) end();
    if (!isProse || line.startsWith('Usage:')) lines.push(line);
    else {
      paragraph = paragraph === '' ? line : `${paragraph} ${line}`;
      if (isHeading) end();
    }
  }
  end();
  return lines.join('\n');
}
