/**
 * A name as one word of a shell (bash, zsh), whatever it holds: blanks, quotes and `$(…)` stay text. A name of letters and
 * digits stands as it is; a `=` in front would be the path of a program to zsh.
 */
export function shellWord(name: string): string {
  if (/^[\p{L}\p{N}_.:/@%+,][\p{L}\p{N}_.:/@%+=,-]*$/u.test(name)) return name;
  if (!CONTROL.test(name)) return `'${name.replaceAll("'", "'\\''")}'`;
  const escaped = name.replace(/['\\]/gu, '\\$&').replace(EVERY_CONTROL, (char) => `\\u${hex(char)}`);
  return `$'${escaped}'`;
}

const CONTROL = /[\u0000-\u001F\u007F-\u009F]/u;
const EVERY_CONTROL = new RegExp(CONTROL, 'gu');

function hex(char: string): string {
  return char.charCodeAt(0).toString(16).padStart(4, '0');
}
