/** An element of a PostgreSQL array as text, NULL, or an array within. */
export type PostgresArray = readonly (string | null | PostgresArray)[];

/** `[1:3]=` and the like before the opening brace: lower and upper bounds, which say nothing about the elements. */
const BOUNDS = /^(?:\[-?\d+:-?\d+\])+=/;
/**
 * A quoted element, a brace, a comma, or an element without quotes, which holds no backslash. Blanks around tokens have
 * no meaning. Loops take one character class each: an alternative within would run out of stack on long text.
 */
const TOKEN = /\s*(?:"([^"\\]*(?:\\[^][^"\\]*)*)"\s*|([{},])\s*|([^\s"{},\\][^"{},\\]*))/y;
/** Deeper than PostgreSQL's own limit of six dimensions is no array of its making. */
const MAX_DEPTH = 6;

/**
 * Reads PostgreSQL's text form of an array: `{1,NULL,"a, b",{2}}`. Strict: `undefined` for anything that PostgreSQL would
 * not have written, such as a text that was cut off.
 */
export function parsePostgresArray(text: string): PostgresArray | undefined {
  TOKEN.lastIndex = BOUNDS.exec(text)?.[0].length ?? 0;
  const tokens: Token[] = [];
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    if (match === null) return undefined;
    tokens.push(tokenOf(match));
  }
  const state = { tokens, at: 0 };
  if (next(state)?.kind !== '{') return undefined;
  const elements = readElements(state, 1);
  return state.at === tokens.length ? elements : undefined;
}

type Token = { readonly kind: '{' | '}' | ',' } | { readonly kind: 'element'; readonly value: string | null };

interface State {
  readonly tokens: readonly Token[];
  at: number;
}

function tokenOf([, quoted, mark, plain]: RegExpExecArray): Token {
  if (mark === '{' || mark === '}' || mark === ',') return { kind: mark };
  if (quoted !== undefined) return { kind: 'element', value: unescape(quoted) };
  const value = (plain ?? '').trimEnd();
  return { kind: 'element', value: value === 'NULL' ? null : value };
}

function next(state: State): Token | undefined {
  const token = state.tokens[state.at];
  state.at += 1;
  return token;
}

/** Reads up to the closing brace; the opening one is behind. */
function readElements(state: State, depth: number): PostgresArray | undefined {
  const elements: (string | null | PostgresArray)[] = [];
  if (depth > MAX_DEPTH) return undefined;
  if (state.tokens[state.at]?.kind === '}') {
    state.at += 1;
    return elements;
  }
  for (;;) {
    const token = next(state);
    const element =
      token?.kind === '{' ? readElements(state, depth + 1) : token?.kind === 'element' ? token.value : undefined;
    if (element === undefined) return undefined;
    elements.push(element);
    const mark = next(state)?.kind;
    if (mark === '}') return elements;
    if (mark !== ',') return undefined;
  }
}

function unescape(text: string): string {
  return text.includes('\\') ? text.replace(/\\([^])/g, '$1') : text;
}
