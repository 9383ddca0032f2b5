import type { PipelineTable } from '@drayage/cratedb-writer';
import { UsageError } from '@drayage/terminal';

/** What is to be done with one table, and why nothing where that is so. */
export interface ChosenTable {
  readonly table: PipelineTable;
  readonly action: 'complete' | 'none' | 'refused';
  readonly why: string;
}

/**
 * The tables whose load somebody calls complete: those named, by their name at the source or in the target, or all that
 * load. Pure.
 *
 * @throws UsageError for names that the pipeline does not know.
 */
export function chooseTables(
  tables: readonly PipelineTable[],
  names: readonly string[],
  pipeline: string,
): readonly ChosenTable[] {
  if (names.length === 0) return tables.filter(({ state }) => state === 'loading').map(judge);
  const unknown = names.filter((name) => !tables.some((table) => isCalled(table, name)));
  if (unknown.length > 0) {
    throw new UsageError(
      `The pipeline ${pipeline} has no table ${unknown.join(', ')}.`,
      tables.length === 0
        ? 'It has written nothing to this target: see whether --pipeline and --to are right.'
        : `Its tables are: ${tables.map(sourceName).join(', ')}.`,
    );
  }
  return tables.filter((table) => names.some((name) => isCalled(table, name))).map(judge);
}

export function sourceName({ source }: Pick<PipelineTable, 'source'>): string {
  return source.schema === '' ? source.table : `${source.schema}.${source.table}`;
}

function isCalled({ source, target }: PipelineTable, name: string): boolean {
  return [source, target].some(
    ({ schema, table }) => name === `${schema}.${table}` || (schema === '' && name === table),
  );
}

function judge(table: PipelineTable): ChosenTable {
  switch (table.state) {
    case 'loading':
      return { table, action: 'complete', why: '' };
    case 'live':
      return { table, action: 'none', why: 'It is live: its last load is complete.' };
    case 'incomplete':
    case 'suspended':
    case 'dropped-at-source':
      return {
        table,
        action: 'refused',
        why: `It is ${table.state}: ${table.reason ?? 'no reason was kept.'} Load it again with DMS.`,
      };
  }
}
