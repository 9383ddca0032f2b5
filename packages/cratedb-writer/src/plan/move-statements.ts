import { TIME_COLUMN, type TargetColumn, type TargetTable } from '../catalogue/target-table.js';
import { quoteIdentifier } from '../names/quote-identifier.js';
import type { Statement } from '../statement.js';
import { castTypeSql, columnTypeSql } from '../types/sql-type.js';
import type { TargetType } from '../types/target-type.js';
import { canConvert, castSql, lossConditions } from './convert-column.js';
import { refreshTable } from './plan-deletes.js';
import { sqlName } from './table-ddl.js';

/** The statements that the steps of one table's columns are made of. Times are microseconds; without a stamp in the table they bound nothing. */
export class MoveStatements {
  private readonly table: TargetTable;
  private readonly name: string;

  constructor(table: TargetTable) {
    this.table = table;
    this.name = sqlName(table);
  }

  rename(from: string, to: string): Statement {
    return this.ddl(`RENAME COLUMN ${quoteIdentifier(from)} TO ${quoteIdentifier(to)}`);
  }

  drop(name: string): Statement {
    return this.ddl(`DROP COLUMN ${quoteIdentifier(name)}`);
  }

  add({ name, type }: TargetColumn): Statement {
    return this.ddl(`ADD COLUMN ${quoteIdentifier(name)} ${columnTypeSql(type, this.table.dialect)}`);
  }

  /** PostgreSQL changes a type in place; what a load brings anew is not converted. It takes no parameter here. */
  alter({ name, type }: TargetColumn, there: TargetType, sinceMicros: number | null): Statement {
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
  takeOver(
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

  /** The rows written from `since` until `until` have their value under the old name; NULL included where stamps tell them. */
  giveBack(
    was: string,
    to: string,
    types: readonly [TargetType, TargetType],
    [since, until]: readonly [number, number],
  ): readonly Statement[] {
    const time = quoteIdentifier(TIME_COLUMN);
    const isRanged = this.table.stamped && until > 0;
    const where = isRanged ? `${time} >= $1 AND ${time} < $2` : `${quoteIdentifier(was)} IS NOT NULL`;
    const value = castSql(quoteIdentifier(was), ...types, this.table.dialect);
    return this.update(`SET ${quoteIdentifier(to)} = ${value} WHERE ${where}`, isRanged ? [since, until] : []);
  }

  /** Rows written since the rename that brought no value under the new name have none. Those of before keep theirs. */
  clear(from: string, sinceMicros: number, key: readonly string[]): readonly Statement[] {
    if (!this.isSince(sinceMicros) || key.includes(from)) return [];
    const column = quoteIdentifier(from);
    return this.update(`SET ${column} = NULL WHERE ${column} IS NOT NULL AND ${quoteIdentifier(TIME_COLUMN)} >= $1`, [
      sinceMicros,
    ]);
  }

  /** Fills a column that was made anew from the one aside; what was written since stays. */
  fill(
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

  /** Counts the values that the other type cannot hold, as far back as `sinceMicros`. */
  countLost(of: {
    from: string;
    fromType: TargetType;
    toType: TargetType;
    sinceMicros: number | null;
  }): readonly Statement[] {
    const column = quoteIdentifier(of.from);
    const lost = lossConditions(column, of.fromType, of.toType, this.table.dialect);
    const where = [`${column} IS NOT NULL`, `(${lost.join(' OR ')})`, ...this.since(of.sinceMicros)].join(' AND ');
    return this.refreshed({
      sql: `SELECT count(*) FROM ${this.name} WHERE ${where}`,
      parameters: this.sinceParameters(of.sinceMicros),
    });
  }

  private ddl(clause: string): Statement {
    return { sql: `ALTER TABLE ${this.name} ${clause}`, parameters: [] };
  }

  private update(clause: string, parameters: readonly number[]): readonly Statement[] {
    return this.refreshed({ sql: `UPDATE ${this.name} ${clause}`, parameters });
  }

  /** What looks at all rows sees on CrateDB those that were refreshed. */
  private refreshed(statement: Statement): readonly Statement[] {
    return this.table.dialect === 'cratedb' ? [refreshTable(this.name), statement] : [statement];
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
