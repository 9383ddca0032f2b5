import type { LockedTable, TablesLock } from './tables-lock.js';

/** What changed at one table, in words. */
export interface LockDifference {
  /** `schema.table`. */
  readonly table: string;
  readonly changes: readonly string[];
}

/**
 * What is different in the newer lock, by table; empty where nothing is. `isMeant` tells a table that the source lost
 * from one that the configuration no longer means.
 */
export function compareLocks(
  older: TablesLock,
  newer: TablesLock,
  isMeant: (table: LockedTable) => boolean = () => true,
): readonly LockDifference[] {
  const before = new Map(older.tables.map((table) => [nameOf(table), table]));
  const after = new Map(newer.tables.map((table) => [nameOf(table), table]));
  const names = [...new Set([...before.keys(), ...after.keys()])].toSorted();
  return [
    ...(older.engine === newer.engine
      ? []
      : [{ table: '*', changes: [`the engine was ${older.engine} and is ${newer.engine}`] }]),
    ...names
      .map((table) => ({ table, changes: changesOf(before.get(table), after.get(table), isMeant) }))
      .filter(({ changes }) => changes.length > 0),
  ];
}

function changesOf(
  before: LockedTable | undefined,
  after: LockedTable | undefined,
  isMeant: (table: LockedTable) => boolean,
): readonly string[] {
  if (before === undefined) return after === undefined ? [] : ['is new'];
  if (after === undefined) {
    return [isMeant(before) ? 'is gone' : 'is no longer meant by tables.include and tables.exclude'];
  }
  return [
    ...(['kind', 'replicaIdentity', 'partitionKey'] as const)
      .filter((property) => before[property] !== after[property])
      .map((property) => `${property} was ${before[property] ?? 'not told'} and is ${after[property] ?? 'not told'}`),
    ...(same(before.primaryKey, after.primaryKey)
      ? []
      : [`primary key was ${show(before.primaryKey)} and is ${show(after.primaryKey)}`]),
    ...columnChanges(before, after),
  ];
}

function columnChanges(before: LockedTable, after: LockedTable): readonly string[] {
  const old = new Map(before.columns.map((column) => [column.name, describe(column)]));
  const present = new Map(after.columns.map((column) => [column.name, describe(column)]));
  const names = [...new Set([...old.keys(), ...present.keys()])];
  const changes = names.flatMap((name) => {
    const [was, is] = [old.get(name), present.get(name)];
    if (was === is) return [];
    if (was === undefined) return [`column ${name} is new (${is ?? ''})`];
    return is === undefined ? [`column ${name} is gone`] : [`column ${name} was ${was} and is ${is}`];
  });
  return changes.length === 0 && !same([...old.keys()], [...present.keys()])
    ? ['columns stand in another order']
    : changes;
}

function describe({ type, nullable, lob }: LockedTable['columns'][number]): string {
  return [type, ...(nullable ? [] : ['NOT NULL']), ...(lob ? ['(LOB)'] : [])].join(' ');
}

function show(key: readonly string[]): string {
  return key.length === 0 ? 'none' : key.join(', ');
}

function same(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((name, at) => name === right[at]);
}

function nameOf({ schema, name }: LockedTable): string {
  return `${schema}.${name}`;
}
