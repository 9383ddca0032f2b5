/**
 * The pattern by which a selection rule of AWS DMS means exactly this name. There `_` alone stands for any character, `%`
 * for any run of them, and `[` begins a set: a set of one character is that character, as in the documented `[_]`.
 * Object-mapping rules take names as they are.
 */
export function selectionPattern(name: string): string {
  return name.replace(/[_%[]/gu, '[$&]');
}

/** Whether AWS DMS may take a name for a pattern where it wants names: only of the underscore it says that it does not. */
export function isTakenForPattern(name: string): boolean {
  return /[%[]/u.test(name);
}
