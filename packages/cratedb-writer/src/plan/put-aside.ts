import type { Dialect } from '../client/sink-database.js';

/** Where the values of a column stand while it is made anew. */
export function wasName(name: string, dialect: Dialect): string {
  const room = dialect === 'postgresql' ? 63 - WAS.length : Infinity;
  let kept = '';
  for (const character of name) {
    if (Buffer.byteLength(kept + character, 'utf8') > room) break;
    kept += character;
  }
  return kept + WAS;
}

/** Whether a column of the target holds what a step put aside. */
export function isPutAside(name: string): boolean {
  return name.endsWith(WAS);
}

const WAS = '%~was';
