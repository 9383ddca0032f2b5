import type { JsonValue } from '../change-record.js';

/** Whether the character NUL stands anywhere in a value, names of members included. */
export function holdsNul(value: JsonValue): boolean {
  if (typeof value === 'string') return value.includes('\u0000');
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([name, member]: [string, JsonValue]) => holdsNul(name) || holdsNul(member));
}
