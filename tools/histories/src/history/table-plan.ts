import fc from 'fast-check';
import { isLob, type ColumnShape } from '../source/column-shape.ts';
import type { SourceColumn, SourceTable } from '../source/source-table.ts';
import type { Hazards } from './hazards.ts';

/** A table, as chance picks it: numbers that `buildTable` turns into names and types, 0 the simplest. */
export interface TablePlan {
  readonly key: 'single' | 'composite' | 'none';
  readonly keyShapes: readonly number[];
  readonly shapes: readonly number[];
  /** 0 for a plain name; others pick a hostile one. */
  readonly names: readonly number[];
  readonly partialImages: boolean;
  /** 0: none; others: one column bears a name that a plain object answers to. */
  readonly prototypeName: number;
}

const PLAIN_SHAPES: readonly ColumnShape[] = [
  { type: 'INT32' },
  { type: 'STRING', length: 200 },
  { type: 'INT64' },
  { type: 'NUMERIC', precision: 10, scale: 2 },
  { type: 'BOOL' },
  { type: 'TIMESTAMP' },
  { type: 'STRING' },
];

const WIDE_SHAPES: readonly ColumnShape[] = [
  ...PLAIN_SHAPES,
  { type: 'DOUBLE' },
  { type: 'FLOAT' },
  { type: 'DATE32' },
  { type: 'NUMERIC', precision: 38, scale: 10 },
  { type: 'NUMERIC', precision: 38, scale: 0, sentAsText: true },
  { type: 'DECIMAL', precision: 20, scale: 19, sentAsText: true },
  { type: 'NCLOB' },
  { type: 'CLOB' },
  { type: 'BLOB' },
  { type: 'BYTES', length: 100 },
  { type: 'WSTRING', length: 60 },
  { type: 'STRING', length: 8000 },
  { type: 'STRING', length: 20_000 },
  { type: 'TIME' },
  { type: 'DATE' },
  { type: 'DATETIME' },
  { type: 'REAL8' },
  { type: 'REAL4' },
  { type: 'BOOLEAN' },
  { type: 'INT1' },
  { type: 'INT2' },
  { type: 'INT4' },
  { type: 'INT8' },
  { type: 'INT16' },
  { type: 'UINT1' },
  { type: 'UINT2' },
  { type: 'UINT4' },
  { type: 'UINT8' },
  { type: 'UINT16' },
  { type: 'UINT32' },
  { type: 'UINT64', sentAsText: true },
  // The last ones are for `pureFractions`: nothing before the point.
  { type: 'NUMERIC', precision: 2, scale: 2 },
  { type: 'DECIMAL', precision: 38, scale: 38, sentAsText: true },
];

const PURE_FRACTIONS = 2;

const KEY_SHAPES: readonly ColumnShape[] = [
  { type: 'INT32' },
  { type: 'STRING', length: 60 },
  { type: 'INT64' },
  { type: 'DATE32' },
  { type: 'NUMERIC', precision: 38, scale: 10 },
  { type: 'TIMESTAMP' },
  { type: 'BOOL' },
  { type: 'UINT64', sentAsText: true },
  { type: 'STRING', length: 8000 },
];

const HOSTILE_COLUMNS = [
  'select',
  'a b',
  'a"b',
  'a.b',
  'a[0]',
  'A',
  'a%2Eb',
  'drayage_time',
  'drayage_id',
  'drayage_deleted_at',
  '_id',
  '_version',
  'ctid',
  'xmin',
  '50%25',
  ' ',
  'é😀',
  '1',
  'tab\tname',
  'pk',
  'data',
  'aux',
  'x"; DROP TABLE y; --',
  "it's",
  'ж'.repeat(60),
] as const;

/** Names that a plain object answers to though nobody gave it such a member. */
const PROTOTYPE_NAMES = ['constructor', '__proto__', 'toString'] as const;

const HOSTILE_TABLES = ['Order Items', 'order', 'a.b', 'a"b', '-t', 'T0', 'x/1', '_t', 'é😀', 'a%2Eb', 't;--'] as const;
const HOSTILE_SCHEMAS = ['S', 's 1', 'a.b', 'select', 'é'] as const;

export function arbitraryTablePlan(hazards: Hazards): fc.Arbitrary<TablePlan> {
  const keys: readonly TablePlan['key'][] = [
    'single',
    'composite',
    ...(hazards.has('keyless') ? (['none'] as const) : []),
  ];
  const wide = WIDE_SHAPES.length - (hazards.has('pureFractions') ? 0 : PURE_FRACTIONS);
  const shapes = hazards.has('wideTypes') ? wide : PLAIN_SHAPES.length;
  return fc.record({
    key: fc.constantFrom(...keys),
    keyShapes: fc.array(fc.nat(hazards.has('wideTypes') ? KEY_SHAPES.length - 1 : 2), { maxLength: 3 }),
    shapes: fc.array(fc.nat(shapes - 1), { maxLength: 6 }),
    names: hazards.has('hostileNames') ? fc.array(fc.nat(60), { maxLength: 8 }) : fc.constant([]),
    partialImages: hazards.has('partialImages') ? fc.boolean() : fc.constant(false),
    prototypeName: hazards.has('prototypeNames') ? fc.nat(7) : fc.constant(0),
  });
}

/** The table of a plan; `index` keeps names of one history apart. */
export function buildTable(plan: TablePlan, index: number): SourceTable {
  const keyCount = { single: 1, composite: 2, none: 0 }[plan.key];
  const keys = Array.from({ length: keyCount }, (_, at) => ({
    plain: `id${at}`,
    shape: pickShape(KEY_SHAPES, plan.keyShapes[at]),
  }));
  const others = (plan.shapes.length === 0 ? [0] : plan.shapes).map((pick, at) => ({
    plain: `c${at}`,
    shape: pickShape(WIDE_SHAPES, pick),
  }));
  const taken = new Set<string>();
  const columns = [...keys, ...others].map(({ plain, shape }, at): SourceColumn => {
    const special = at === plan.prototypeName % 2 ? PROTOTYPE_NAMES[(plan.prototypeName >> 1) - 1] : undefined;
    const name = special ?? freeName(HOSTILE_COLUMNS, plan.names[at + 2], plain, taken);
    taken.add(name);
    return { name, ...shape, drawnAs: shape };
  });
  const kept = keyCount > 0 ? columns : columns.filter((column) => !isLob(column));
  return {
    name: {
      schema: pickName(HOSTILE_SCHEMAS, plan.names[0]) ?? 's',
      // Two tables may pick one name in one schema: the number keeps them apart.
      table: `${pickName(HOSTILE_TABLES, plan.names[1]) ?? 't'}${index}`,
    },
    columns: kept.length > 0 ? kept : [{ name: 'c0', ...INTEGER, drawnAs: INTEGER }],
    primaryKey: kept.slice(0, keyCount).map(({ name }) => name),
    images: plan.partialImages && keyCount > 0 ? 'partial' : 'full',
  };
}

const INTEGER: ColumnShape = { type: 'INT32' };

/** A column added later. `guessable`: its type can be told from its values, as nobody told of it. */
export function buildColumn(
  plan: { readonly shape: number; readonly name: number },
  taken: ReadonlySet<string>,
  guessable: boolean,
): SourceColumn {
  const shapes = guessable ? GUESSABLE : WIDE_SHAPES.slice(0, -PURE_FRACTIONS);
  const shape = pickShape(shapes, plan.shape % shapes.length);
  let plain = 'n0';
  for (let count = 1; taken.has(plain); count += 1) plain = `n${count}`;
  return { name: freeName(HOSTILE_COLUMNS, plan.name, plain, taken), ...shape, drawnAs: shape };
}

const GUESSABLE: readonly ColumnShape[] = [
  { type: 'INT32' },
  { type: 'STRING', length: 200 },
  { type: 'BOOL' },
  { type: 'STRING' },
];

function pickShape(shapes: readonly ColumnShape[], pick = 0): ColumnShape {
  return shapes[pick] ?? INTEGER;
}

/** About half of the picks are plain. */
function pickName(names: readonly string[], pick = 0): string | undefined {
  return pick === 0 || pick > 30 ? undefined : names[(pick - 1) % names.length];
}

function freeName(
  names: readonly string[],
  pick: number | undefined,
  plain: string,
  taken: ReadonlySet<string>,
): string {
  const name = pickName(names, pick);
  return name === undefined || taken.has(name) ? plain : name;
}
