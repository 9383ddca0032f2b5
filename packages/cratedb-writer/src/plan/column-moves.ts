import type { ExistingTable } from '../catalogue/existing-table.js';
import { TIME_COLUMN, type TargetColumn, type TargetTable } from '../catalogue/target-table.js';
import { quoteIdentifier } from '../names/quote-identifier.js';
import { rewriteColumnName } from '../names/rewrite-name.js';
import type { Statement } from '../statement.js';
import { fits } from '../types/compare-types.js';
import { castTypeSql, columnTypeSql } from '../types/sql-type.js';
import type { TargetType } from '../types/target-type.js';
import { canConvert, castSql, holds, lossConditions } from './convert-column.js';
import type { FormerName } from './former-names.js';
import { refreshTable } from './plan-deletes.js';
import { wasName } from './put-aside.js';
import type { Retype, StoredDefinition } from './stored-definition.js';
import { sqlName } from './table-ddl.js';

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
  private readonly sql: string;
  private readonly reload: number | null;
  private readonly existing: ExistingTable;
  /** What will stand once the steps planned so far are done. */
  private readonly standing: Map<string, TargetType>;

  constructor({ wanted, existing, definition }: ColumnMoveOptions) {
    this.table = wanted;
    this.sql = sqlName(wanted);
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
      if (!key.includes(from)) this.push({ name: former, kind: 'drop', statements: [this.drop(from)] });
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
      check = this.countLost({ from: to, fromType: brought ?? type, toType: type, sinceMicros: untilMicros });
      statements.push(this.rename(to, was));
    } else if (brought !== undefined && this.standing.has(to)) {
      // Somebody began, and somebody else made the column once more: begin with what stands aside.
      statements.push(...this.takeOver(was, from, [brought, type], untilMicros), this.drop(was));
      this.push({ name: former, kind: 'rename', statements });
      this.standing.delete(was);
      this.follow(entry, key);
      return;
    }
    if (brought !== undefined) statements.push(...this.takeOver(was, from, [brought, type], untilMicros));
    else statements.push(...this.clear(from, untilMicros, key));
    statements.push(this.rename(from, to));
    if (brought !== undefined) statements.push(this.drop(was));
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
    const time = quoteIdentifier(TIME_COLUMN);
    const isRanged = this.table.stamped && until > 0;
    const where = isRanged ? `${time} >= $1 AND ${time} < $2` : `${quoteIdentifier(was)} IS NOT NULL`;
    const value = castSql(quoteIdentifier(was), type, toType, this.table.dialect);
    const isAside = this.standing.has(was);
    const check = this.countLost({ from: isAside ? was : from, fromType: type, toType, sinceMicros: since });
    const statements = [
      ...(isAside ? [] : [this.rename(from, was)]),
      ...this.update(`SET ${quoteIdentifier(to)} = ${value} WHERE ${where}`, isRanged ? [since, until] : []),
      this.drop(was),
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
      this.push({ name, kind: 'retype', statements: [this.drop(column.name), this.add(column)] });
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
      const check = this.countLost({ from: column.name, fromType: there, toType: column.type, sinceMicros: since });
      this.push({ name, kind: 'retype', check, statements: [this.alter(column, there, since)] });
    } else {
      if (why === 'told' || isKey) {
        this.kept.push(name);
        return;
      }
      const was = wasName(column.name, this.table.dialect);
      if (this.standing.has(was)) return;
      const anew = [this.rename(column.name, was), this.add(column)];
      const check = this.countLost({ from: column.name, fromType: there, toType: column.type, sinceMicros });
      // What cannot be converted has nothing to wait for: the load fills the new column, and once the old one stands
      // aside its values are counted.
      if (!canConvert(there, column.type, 'cratedb')) {
        this.push({ name, kind: 'retype', check: why === 'reload' ? undefined : check, statements: anew });
      } else {
        const fill = this.fill(was, column.name, [there, column.type], sinceMicros);
        this.push({ name, kind: 'retype', check, statements: [...anew, ...fill, this.drop(was)] });
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
      check: this.countLost({ from: was, fromType: type, toType, sinceMicros: this.reload }),
      statements: [
        ...(present === undefined ? [this.add(column)] : []),
        ...this.fill(was, column.name, [type, toType], this.reload),
        this.drop(was),
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

  private rename(from: string, to: string): Statement {
    return this.ddl(`RENAME COLUMN ${quoteIdentifier(from)} TO ${quoteIdentifier(to)}`);
  }

  private drop(name: string): Statement {
    return this.ddl(`DROP COLUMN ${quoteIdentifier(name)}`);
  }

  private add({ name, type }: TargetColumn): Statement {
    return this.ddl(`ADD COLUMN ${quoteIdentifier(name)} ${columnTypeSql(type, this.table.dialect)}`);
  }

  private ddl(clause: string): Statement {
    return { sql: `ALTER TABLE ${this.sql} ${clause}`, parameters: [] };
  }

  /** PostgreSQL changes a type in place; what a load brings anew is not converted. It takes no parameter here. */
  private alter({ name, type }: TargetColumn, there: TargetType, sinceMicros: number | null): Statement {
    const column = quoteIdentifier(name);
    const to = castTypeSql(type, 'postgresql');
    const cast = castSql(column, there, type, 'postgresql');
    const isStamped = sinceMicros !== null && this.table.stamped;
    const using = isStamped
      ? `CASE WHEN ${quoteIdentifier(TIME_COLUMN)} >= ${String(sinceMicros)} THEN ${cast} END`
      : cast;
    return this.ddl(`ALTER COLUMN ${column} TYPE ${to} USING ${using}`);
  }

  /** The rows written since the rename have their value under the new name, NULL included. */
  private takeOver(
    was: string,
    to: string,
    types: readonly [TargetType, TargetType],
    sinceMicros: number,
  ): readonly Statement[] {
    const value = castSql(quoteIdentifier(was), ...types, this.table.dialect);
    const stamped = this.table.stamped && sinceMicros > 0;
    const where = stamped ? `${quoteIdentifier(TIME_COLUMN)} >= $1` : `${quoteIdentifier(was)} IS NOT NULL`;
    return this.update(`SET ${quoteIdentifier(to)} = ${value} WHERE ${where}`, stamped ? [sinceMicros] : []);
  }

  /** Rows written since the rename that brought no value under the new name have none. Those of before keep theirs. */
  private clear(from: string, sinceMicros: number, key: readonly string[]): readonly Statement[] {
    if (!this.isSince(sinceMicros) || key.includes(from)) return [];
    const column = quoteIdentifier(from);
    return this.update(`SET ${column} = NULL WHERE ${column} IS NOT NULL AND ${quoteIdentifier(TIME_COLUMN)} >= $1`, [
      sinceMicros,
    ]);
  }

  /** Fills a column that was made anew from the one aside; what was written since stays. */
  private fill(
    was: string,
    to: string,
    types: readonly [TargetType, TargetType],
    sinceMicros: number | null,
  ): readonly Statement[] {
    if (!canConvert(...types, this.table.dialect)) return [];
    const where = [
      `${quoteIdentifier(to)} IS NULL`,
      `${quoteIdentifier(was)} IS NOT NULL`,
      ...this.since(sinceMicros),
    ].join(' AND ');
    return this.update(
      `SET ${quoteIdentifier(to)} = ${castSql(quoteIdentifier(was), ...types, this.table.dialect)} WHERE ${where}`,
      this.sinceParameters(sinceMicros),
    );
  }

  private update(clause: string, parameters: readonly number[]): readonly Statement[] {
    return this.refreshed({ sql: `UPDATE ${this.sql} ${clause}`, parameters });
  }

  /** What looks at all rows sees on CrateDB those that were refreshed. */
  private refreshed(statement: Statement): readonly Statement[] {
    return this.table.dialect === 'cratedb' ? [refreshTable(this.sql), statement] : [statement];
  }

  private countLost(of: {
    from: string;
    fromType: TargetType;
    toType: TargetType;
    sinceMicros: number | null;
  }): readonly Statement[] {
    const column = quoteIdentifier(of.from);
    const lost = lossConditions(column, of.fromType, of.toType, this.table.dialect);
    const where = [`${column} IS NOT NULL`, `(${lost.join(' OR ')})`, ...this.since(of.sinceMicros)].join(' AND ');
    return this.refreshed({
      sql: `SELECT count(*) FROM ${this.sql} WHERE ${where}`,
      parameters: this.sinceParameters(of.sinceMicros),
    });
  }

  private since(sinceMicros: number | null): readonly string[] {
    return this.isSince(sinceMicros) ? [`${quoteIdentifier(TIME_COLUMN)} >= $1`] : [];
  }

  private sinceParameters(sinceMicros: number | null): readonly number[] {
    return sinceMicros !== null && this.isSince(sinceMicros) ? [sinceMicros] : [];
  }

  private isSince(sinceMicros: number | null): boolean {
    return sinceMicros !== null && sinceMicros > 0 && this.table.stamped;
  }
}

function isColumn({ columns }: StoredDefinition, name: string): boolean {
  return columns.some((column) => column.name === name);
}
