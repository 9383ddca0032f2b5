import type { ExistingTable } from '../catalogue/existing-table.js';
import type { TargetColumn, TargetTable } from '../catalogue/target-table.js';
import { rewriteColumnName } from '../names/rewrite-name.js';
import type { Statement } from '../statement.js';
import { fits } from '../types/compare-types.js';
import { columnTypeSql } from '../types/sql-type.js';
import type { TargetType } from '../types/target-type.js';
import { canConvert, holds } from './convert-column.js';
import type { FormerName } from './former-names.js';
import { MoveStatements } from './move-statements.js';
import { wasName } from './put-aside.js';
import type { Retype, StoredDefinition } from './stored-definition.js';

/**
 * One step by which the columns of the target follow those of the source, where adding is not enough.
 *
 * Neither database can take such a step back, and on CrateDB nothing makes several statements one. So each step is safe to
 * repeat from any of its statements, in this process or another: it begins from what stands in the catalogue, and no column
 * is dropped before its values are in the column that stays. In between they stand in a column whose name ends with `%~was`,
 * which no name of a source becomes.
 */
export interface ColumnMove {
  /** Former name, or name of the retyped column, at the source. */
  readonly name: string;
  readonly kind: 'rename' | 'drop' | 'retype' | 'finish';
  /** The last of these counts the values that would be lost: the step is left undone unless there are none. */
  readonly check?: readonly Statement[] | undefined;
  readonly statements: readonly Statement[];
}

export interface ColumnMoveOptions {
  /** The table as it would be made anew: its columns have the types that the source tells. */
  readonly wanted: TargetTable;
  readonly existing: ExistingTable;
  readonly definition: StoredDefinition;
}

/** Pure: the steps still to be done, and the types that stay as they are. */
export function planColumnMoves(options: ColumnMoveOptions): {
  readonly moves: readonly ColumnMove[];
  readonly kept: readonly string[];
} {
  const { definition, existing } = options;
  const plan = new MovePlan(options);
  // The youngest first: of a column that was renamed twice, the values that were written last stay.
  for (const entry of [...(definition.formerNames ?? [])].reverse()) {
    if (entry.standing === 'due' && !isColumn(definition, entry.former)) plan.follow(entry, existing.primaryKey);
  }
  for (const retype of definition.retypes ?? []) plan.retype(retype);
  for (const { name } of definition.columns) plan.finish(name);
  return { moves: plan.moves, kept: plan.kept };
}

class MovePlan {
  readonly moves: ColumnMove[] = [];
  readonly kept: string[] = [];
  private readonly table: TargetTable;
  private readonly sql: MoveStatements;
  private readonly reload: number | null;
  private readonly existing: ExistingTable;
  /** What will stand once the steps planned so far are done. */
  private readonly standing: Map<string, TargetType>;

  constructor({ wanted, existing, definition }: ColumnMoveOptions) {
    this.table = wanted;
    this.sql = new MoveStatements(wanted);
    this.reload = definition.retypes?.find(({ why }) => why === 'reload')?.sinceMicros ?? null;
    this.existing = existing;
    this.standing = new Map(
      existing.columns.filter(({ place }) => place === 'column').map(({ name, type }) => [name, type]),
    );
  }

  /** A column that was renamed or dropped at the source. */
  follow(entry: FormerName, key: readonly string[]): void {
    const { former, present, untilMicros } = entry;
    const from = this.nameOf(former);
    if (present !== null && entry.sinceMicros !== undefined) {
      this.giveBack(former, this.nameOf(present), [entry.sinceMicros, untilMicros]);
      return;
    }
    const type = this.standing.get(from);
    if (type === undefined) return;
    if (present === null) {
      if (!key.includes(from)) this.push({ name: former, kind: 'drop', statements: [this.sql.drop(from)] });
      this.standing.delete(from);
      return;
    }
    const to = this.nameOf(present);
    const was = wasName(to, this.table.dialect);
    // Rows were written under the new name already: what they brought is taken over, and the old column goes on under it.
    const statements: Statement[] = [];
    let brought = this.standing.get(was);
    let check: readonly Statement[] | undefined;
    if (brought === undefined && this.standing.has(to)) {
      if (key.includes(from)) return;
      brought = this.standing.get(to);
      check = this.sql.countLost({ from: to, fromType: brought ?? type, toType: type, sinceMicros: untilMicros });
      statements.push(this.sql.rename(to, was));
    } else if (brought !== undefined && this.standing.has(to)) {
      // Somebody began, and somebody else made the column once more: begin with what stands aside.
      statements.push(...this.sql.takeOver(was, from, [brought, type], untilMicros), this.sql.drop(was));
      this.push({ name: former, kind: 'rename', statements });
      this.standing.delete(was);
      this.follow(entry, key);
      return;
    }
    if (brought !== undefined) statements.push(...this.sql.takeOver(was, from, [brought, type], untilMicros));
    else statements.push(...this.sql.clear(from, untilMicros, key));
    statements.push(this.sql.rename(from, to));
    if (brought !== undefined) statements.push(this.sql.drop(was));
    this.push({ name: former, kind: 'rename', check, statements });
    this.standing.delete(from);
    this.standing.delete(was);
    this.standing.set(to, type);
  }

  /** A column of an old name that a repeated stretch brought: its rows are written once more under the new one. */
  private giveBack(former: string, to: string, [since, until]: readonly [number, number]): void {
    const from = this.nameOf(former);
    const was = wasName(from, this.table.dialect);
    const type = this.standing.get(from) ?? this.standing.get(was);
    const toType = this.standing.get(to);
    if (type === undefined || toType === undefined) return;
    const isAside = this.standing.has(was);
    const check = this.sql.countLost({ from: isAside ? was : from, fromType: type, toType, sinceMicros: since });
    const statements = [
      ...(isAside ? [] : [this.sql.rename(from, was)]),
      ...this.sql.giveBack(was, to, [type, toType], [since, until]),
      this.sql.drop(was),
    ];
    this.push({ name: former, kind: 'rename', check, statements });
    this.standing.delete(was);
    if (!isAside) this.standing.delete(from);
  }

  /** A column whose type is not the one that the source tells. */
  retype({ name, why, sinceMicros }: Retype): void {
    const column = this.columnOf(name);
    const there = column === undefined ? undefined : this.standing.get(column.name);
    if (column === undefined || there === undefined || this.sameSql(there, column.type)) return;
    if (why === 'reload' && holds(there, column.type)) return;
    const isKey = this.existing.primaryKey.includes(column.name);
    if (why === 'reload' && !this.table.stamped && !isKey) {
      // Nothing tells the rows of the load, which all come after this, from those before.
      this.push({ name, kind: 'retype', statements: [this.sql.drop(column.name), this.sql.add(column)] });
      this.standing.set(column.name, column.type);
      return;
    }
    if (this.table.dialect === 'postgresql') {
      const isKept = why === 'told' && (holds(there, column.type) || !fits(there, column.type));
      if (isKept) {
        this.kept.push(name);
        return;
      }
      // A key is needed in every row, also in those that the load will bring anew.
      const since = isKey ? null : sinceMicros;
      const check = this.sql.countLost({ from: column.name, fromType: there, toType: column.type, sinceMicros: since });
      this.push({ name, kind: 'retype', check, statements: [this.sql.alter(column, there, since)] });
    } else {
      if (why === 'told' || isKey) {
        this.kept.push(name);
        return;
      }
      const was = wasName(column.name, this.table.dialect);
      if (this.standing.has(was)) return;
      const anew = [this.sql.rename(column.name, was), this.sql.add(column)];
      const check = this.sql.countLost({ from: column.name, fromType: there, toType: column.type, sinceMicros });
      // What cannot be converted has nothing to wait for: the load fills the new column, and once the old one stands
      // aside its values are counted.
      if (!canConvert(there, column.type, 'cratedb')) {
        this.push({ name, kind: 'retype', check: why === 'reload' ? undefined : check, statements: anew });
      } else {
        const fill = this.sql.fill(was, column.name, [there, column.type], sinceMicros);
        this.push({ name, kind: 'retype', check, statements: [...anew, ...fill, this.sql.drop(was)] });
      }
    }
    this.standing.set(column.name, column.type);
  }

  /** A column that a broken-off step left aside. */
  finish(name: string): void {
    const column = this.columnOf(name);
    const was = column === undefined ? undefined : wasName(column.name, this.table.dialect);
    const type = was === undefined ? undefined : this.standing.get(was);
    if (column === undefined || was === undefined || type === undefined) return;
    const present = this.standing.get(column.name);
    const toType = present ?? column.type;
    this.push({
      name,
      kind: 'finish',
      check: this.sql.countLost({ from: was, fromType: type, toType, sinceMicros: this.reload }),
      statements: [
        ...(present === undefined ? [this.sql.add(column)] : []),
        ...this.sql.fill(was, column.name, [type, toType], this.reload),
        this.sql.drop(was),
      ],
    });
  }

  private push(move: ColumnMove): void {
    this.moves.push(move);
  }

  private columnOf(name: string): TargetColumn | undefined {
    return this.table.columns.find((column) => column.source === name && column.place === 'column');
  }

  private nameOf(source: string): string {
    return rewriteColumnName(source, this.table.dialect);
  }

  private sameSql(one: TargetType, other: TargetType): boolean {
    return columnTypeSql(one, this.table.dialect) === columnTypeSql(other, this.table.dialect);
  }
}

function isColumn({ columns }: StoredDefinition, name: string): boolean {
  return columns.some((column) => column.name === name);
}
