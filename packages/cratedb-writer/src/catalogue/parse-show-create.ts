import { parseTargetType } from '../types/parse-target-type.js';
import type { TargetType } from '../types/target-type.js';
import type { ExistingColumn, ExistingTable } from './existing-table.js';

/** `   "name" TYPE …`: three blanks of indentation a level, quotes in names doubled. */
const COLUMN_LINE = /^((?: {3})+)"((?:[^"]|"")*)" (.+?),?$/u;
const CONSTRAINTS = /\s+(?:NOT NULL|NULL|DEFAULT\b.*|GENERATED\b.*|CHECK\b.*)$/u;

/**
 * Reads what CrateDB's `SHOW CREATE TABLE` prints. It is the only place that tells the scale of a `NUMERIC`, the
 * storage of a long text and the elements of a key in one answer.
 */
export function parseShowCreate(text: string): ExistingTable {
  const columns: (ExistingColumn & { readonly depth: number })[] = [];
  const lines = text.split('\n');
  let parent = '';
  for (const [index, line] of lines.entries()) {
    const match = COLUMN_LINE.exec(line);
    if (match === null) continue;
    const depth = (match[1]?.length ?? 0) / 3;
    const name = (match[2] ?? '').replaceAll('""', '"');
    if (depth === 1) parent = name;
    if (depth > 2) continue;
    const place = depth === 1 ? 'column' : objectPlace(parent);
    if (place === undefined) continue;
    columns.push({ name, place, depth, type: columnType(match[3] ?? '', lines.slice(index + 1, index + 3)) });
  }
  const key = primaryKey(text);
  const universal = isUniversal(columns, key);
  return {
    layout: universal ? 'universal' : 'direct',
    columns: columns
      .filter((column) => column.depth === (universal && column.place !== 'column' ? 2 : 1))
      .map(({ name, place, type }) => ({ name, place, type })),
    primaryKey: key.map((part) => part.element ?? part.column),
  };
}

function objectPlace(parent: string): ExistingColumn['place'] | undefined {
  return parent === 'pk' || parent === 'data' || parent === 'aux' ? parent : undefined;
}

function isUniversal(
  columns: readonly { readonly name: string; readonly depth: number; readonly type: TargetType }[],
  key: readonly KeyPart[],
): boolean {
  const objects = new Set(
    columns.filter((column) => column.depth === 1 && column.type.kind === 'object').map((c) => c.name),
  );
  return (
    objects.has('pk') && objects.has('data') && key.every((part) => part.column === 'pk' && part.element !== undefined)
  );
}

/** The type text of a column line; the storage options of a long text stand on the lines that follow. */
function columnType(rest: string, following: readonly string[]): TargetType {
  const long =
    /^TEXT INDEX OFF STORAGE WITH \($/u.test(rest) && following.some((line) => line.includes('columnstore = false'));
  if (long) return { kind: 'long-text' };
  const bare = rest
    .replace(/ (?:AS|STORAGE WITH|WITH) \($/u, '')
    .replace(/ INDEX OFF$/u, '')
    .replace(CONSTRAINTS, '');
  const name = closed(bare.trim());
  const parsed = parseTargetType(name, 'cratedb');
  return parsed.ok ? parsed.type : { kind: 'other', name };
}

/** An array of objects with members is closed some lines further down only. */
function closed(type: string): string {
  const open = type.split('(').length - type.split(')').length;
  return type + ')'.repeat(Math.max(0, open));
}

interface KeyPart {
  readonly column: string;
  readonly element: string | undefined;
}

function primaryKey(text: string): readonly KeyPart[] {
  // The name of a constraint is printed without quotes, whatever stands in it.
  const clause = /\n {3}(?:CONSTRAINT .*? )?PRIMARY KEY \((.*)\)/u.exec(text)?.[1];
  if (clause === undefined) return [];
  const parts: KeyPart[] = [];
  for (const match of clause.matchAll(/"((?:[^"]|"")*)"(?:\['((?:[^']|'')*)'\])?/gu)) {
    parts.push({ column: (match[1] ?? '').replaceAll('""', '"'), element: match[2]?.replaceAll("''", "'") });
  }
  return parts;
}
