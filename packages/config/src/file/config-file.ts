import { type Document, isMap, isNode, isPair, isScalar, LineCounter, parseDocument, visit } from 'yaml';

import type { ConfigProblem } from '../problems/config-problem.js';
import { configJsonSchema, type JsonSchemaNode, nodeAt } from '../schema/json-schema.js';

/** A configuration file as read. */
export interface ConfigFile {
  readonly name: string;
  /** The values; keys without a value are left out. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The line of a key, counted from 1; of its nearest parent where the key is not there. */
  lineOf(path: readonly PropertyKey[]): number | undefined;
}

type ParsedFile =
  | { readonly ok: true; readonly file: ConfigFile }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

const SYNTAX_REMEDIES: Readonly<Record<string, string>> = {
  BAD_ALIAS: 'Put a text that begins with * into quotes.',
  BAD_INDENT: 'Indent every key of a section by the same number of spaces.',
  DUPLICATE_KEY: 'Keep one of the two keys.',
  TAB_AS_INDENT: 'Indent by spaces.',
};

/**
 * Reads YAML, or JSON, which is YAML too.
 *
 * @returns the file, or what is wrong with its syntax. Messages never repeat its text: it may hold a password.
 */
export function parseConfigFile(name: string, text: string): ParsedFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const mistakes = syntaxMistakes(document);
  if (mistakes.length > 0) {
    const problems = mistakes.map(({ code, offset }): ConfigProblem => ({
      path: '',
      source: { kind: 'file', name, line: lines.linePos(offset).line },
      message: `This is not valid ${name.endsWith('.json') ? 'JSON' : 'YAML'} (${code}).`,
      remedy: SYNTAX_REMEDIES[code] ?? 'Correct the syntax of the file.',
    }));
    return { ok: false, problems };
  }
  const values = withoutNulls(document.toJS({ maxAliasCount: -1 }) ?? {}, configJsonSchema());
  if (!isRecord(values)) {
    const remedy = 'Begin with a key, for example “target:”.';
    return {
      ok: false,
      problems: [
        { path: '', source: { kind: 'file', name }, message: 'The file does not hold keys and values.', remedy },
      ],
    };
  }
  return { ok: true, file: { name, values, lineOf: (path) => lineOf(document, lines, path) } };
}

interface SyntaxMistake {
  readonly code: string;
  readonly offset: number;
}

function syntaxMistakes(document: Document.Parsed): readonly SyntaxMistake[] {
  const mistakes = document.errors.map(({ code, pos }): SyntaxMistake => ({ code, offset: pos[0] }));
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document) === undefined) {
        mistakes.push({ code: 'BAD_ALIAS', offset: alias.range?.[0] ?? 0 });
      }
    },
  });
  return mistakes;
}

/**
 * A key without a value, as in a section whose lines are all commented out, counts as not there; but where the word
 * "null" is a choice, a bare null means that word.
 */
function withoutNulls(value: unknown, node: JsonSchemaNode | undefined): unknown {
  if (value === null && node?.enum?.includes('null')) {
    return 'null';
  }
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => withoutNulls(item, nodeAt(node, [index])));
  }
  if (!isRecord(value)) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, child]) => [key, withoutNulls(child, nodeAt(node, [key]))] as const)
      .filter(([, child]) => child !== null),
  );
}

function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const offset = offsetOf(document, path.slice(0, length));
    if (offset !== undefined) {
      return lines.linePos(offset).line;
    }
  }
  return undefined;
}

function offsetOf(document: Document, path: readonly PropertyKey[]): number | undefined {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const name = path.at(-1);
  if (isMap(parent)) {
    const pair = parent.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === name);
    return isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
  }
  const node = document.getIn(path, true);
  return isNode(node) ? node.range?.[0] : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
