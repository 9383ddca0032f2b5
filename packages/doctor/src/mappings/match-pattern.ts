/**
 * Patterns of selection rules, as AWS DMS documents them: `%` any run of characters, `_` any one, `[_]` an underscore,
 * `[ab]` one of these, `[a-d]` one of this range.
 */

type Part =
  | { readonly kind: 'run' | 'any' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'set'; readonly members: string };

/** Whether a pattern means a name. */
export function matchesPattern(pattern: string, name: string): boolean {
  return new RegExp(`^${parsePattern(pattern).map(toExpression).join('')}$`, 'su').test(name);
}

/** The name that a pattern was written for; `undefined` where it is for several. `_` alone is a part of most names. */
export function exactName(pattern: string): string | undefined {
  const texts = parsePattern(pattern).map(toText);
  return texts.includes(undefined) ? undefined : texts.join('');
}

function parsePattern(pattern: string): readonly Part[] {
  return [...pattern.matchAll(/\[([^\]]+)\]|./gsu)].map(([text, members]): Part => {
    if (members !== undefined) return { kind: 'set', members };
    if (text === '%') return { kind: 'run' };
    return text === '_' ? { kind: 'any' } : { kind: 'text', text };
  });
}

function toExpression(part: Part): string {
  switch (part.kind) {
    case 'run':
      return '.*';
    case 'any':
      return '.';
    case 'text':
      return escaped(part.text);
    case 'set':
      return `(?:${[...part.members.matchAll(/(.)-(.)|./gsu)].map(memberExpression).join('|')})`;
  }
}

/** A range whose ends are the wrong way round holds nothing. */
function memberExpression([text, from, to]: RegExpExecArray): string {
  if (from === undefined || to === undefined) return escaped(text);
  return from <= to ? `[${escaped(from)}-${escaped(to)}]` : '(?!)';
}

function toText(part: Part): string | undefined {
  switch (part.kind) {
    case 'run':
      return undefined;
    case 'any':
      return '_';
    case 'text':
      return part.text;
    case 'set':
      return /^.$/su.test(part.members) ? part.members : undefined;
  }
}

/** As code points, which mean themselves inside a set and outside. */
function escaped(text: string): string {
  return text.replace(/./gsu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
