/** Whoever can write into a log, or name a table, must not move the cursor of who reads it. Tabs and line breaks stay. */
export function printable(text: string): string {
  return text.replace(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/gu, escaped);
}

/** The same for what stands in one line: tabs and line breaks are escaped as well. */
export function printableLine(text: string): string {
  return text.replace(/[\u0000-\u001F\u007F-\u009F]/gu, escaped);
}

function escaped(char: string): string {
  return `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
