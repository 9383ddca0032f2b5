import type { ProcessOutcome } from '@drayage/pipeline';
import { printable } from '@drayage/terminal';
import type { PlannedStatement } from '../dry-run/plan-database.js';
import { counted } from './counted.js';
import { renderGrid } from './render-grid.js';

/** What `dray replay` answers; the JSON form is relied on by scripts. */
export interface ReplaySummary {
  readonly records: number;
  readonly rowsUpserted: number;
  readonly rowsDeleted: number;
  readonly statements: number;
  readonly deadLetters: number;
  readonly tables: readonly {
    readonly schema: string;
    readonly name: string;
    readonly rowsUpserted: number;
    readonly rowsDeleted: number;
    readonly deadLetters: number;
  }[];
  readonly seconds: number;
  /** Dry run only. */
  readonly plan?: readonly PlannedStatement[];
}

export function summarize(
  outcome: ProcessOutcome,
  seconds: number,
  plan: readonly PlannedStatement[] | undefined,
): ReplaySummary {
  return {
    records: outcome.records,
    rowsUpserted: outcome.rowsUpserted,
    rowsDeleted: outcome.rowsDeleted,
    statements: plan === undefined ? outcome.statements : 0,
    deadLetters: outcome.deadLetters,
    tables: outcome.tables.map(({ schema, name, rowsUpserted, rowsDeleted, deadLetters }) => ({
      schema,
      name,
      rowsUpserted,
      rowsDeleted,
      deadLetters,
    })),
    seconds: Math.round(seconds * 1000) / 1000,
    ...(plan === undefined ? {} : { plan }),
  };
}

export function renderSummary(summary: ReplaySummary): string {
  const lines: string[] = [];
  if (summary.plan !== undefined) {
    lines.push('Statements a run would begin with (nothing was written):', '');
    for (const { sql, executions, rows } of summary.plan)
      lines.push(`${printable(sql)};`, `  -- ${executions} x, ${counted(rows, 'row')}`, '');
  }
  const header = ['table', 'rows upserted', 'rows deleted', 'dead letters'];
  const body = summary.tables.map((table) => [
    `${table.schema}.${table.name}`,
    String(table.rowsUpserted),
    String(table.rowsDeleted),
    String(table.deadLetters),
  ]);
  lines.push(...renderGrid({ header, body }), '');
  lines.push(
    `${counted(summary.records, 'record')}, ${counted(summary.rowsUpserted, 'row')} upserted, ${summary.rowsDeleted} deleted, ` +
      `${counted(summary.statements, 'statement')}, ${counted(summary.deadLetters, 'dead letter')}, ${summary.seconds.toFixed(1)} s`,
  );
  return `${lines.join('\n')}\n`;
}
