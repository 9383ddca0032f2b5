import type { ExistingTable } from '../catalogue/existing-table.js';
import type { TargetTable } from '../catalogue/target-table.js';
import type { WriteContext } from '../execute/write-context.js';
import { planColumnMoves, type ColumnMove } from '../plan/column-moves.js';
import type { Undone } from '../plan/next-definition.js';
import type { StoredDefinition } from '../plan/stored-definition.js';
import { SinkError } from '../sink-error.js';

/** What was moved, and what stays as it is because a value would be lost. */
export interface MovedColumns {
  readonly undone: Undone;
  readonly warnings: readonly string[];
  /** Whether the catalogue is another now. */
  readonly changed: boolean;
}

export interface MoveColumnsOptions {
  readonly wanted: TargetTable;
  readonly existing: ExistingTable;
  readonly definition: StoredDefinition;
}

/**
 * Renames, drops and retypes columns that the definition has left behind. A step that would lose a value is not begun.
 *
 * @throws SinkError `refresh` when somebody else did the same meanwhile: read the catalogue and call again.
 */
export async function moveColumns(context: WriteContext, options: MoveColumnsOptions): Promise<MovedColumns> {
  const { moves, kept } = planColumnMoves(options);
  const formerNames = new Set<string>();
  const types = new Set(kept);
  const warnings: string[] = [];
  let changed = false;
  for (const move of moves) {
    if (await losesValues(context, move)) {
      (move.kind === 'rename' ? formerNames : types).add(move.name);
      warnings.push(undoneWarning(move));
      continue;
    }
    const { altered, refused } = await take(context, move);
    changed ||= altered;
    if (refused) {
      types.add(move.name);
      warnings.push(undoneWarning({ ...move, kind: 'finish' }));
    }
  }
  return { undone: { formerNames, types }, warnings, changed };
}

/**
 * Takes the statements of a step. Where the target refuses to convert values of a column that is made anew, they stay
 * aside: no table is suspended for values that its load brings anew.
 */
async function take(
  context: WriteContext,
  { kind, statements }: ColumnMove,
): Promise<{ readonly altered: boolean; readonly refused: boolean }> {
  let altered = false;
  for (const statement of statements) {
    try {
      await context.execute(statement);
    } catch (error) {
      const isConversion = (kind === 'retype' || kind === 'finish') && statement.sql.startsWith('UPDATE ');
      if (isConversion && error instanceof SinkError && error.reaction === 'reject') return { altered, refused: true };
      throw error;
    }
    altered ||= statement.sql.startsWith('ALTER TABLE ');
  }
  return { altered, refused: false };
}

async function losesValues(context: WriteContext, { check = [] }: ColumnMove): Promise<boolean> {
  try {
    let lost = 0;
    for (const statement of check) lost = Number((await context.execute(statement)).rows[0]?.[0] ?? 0);
    return lost > 0;
  } catch (error) {
    // PostgreSQL answers with an error where a value cannot be cast.
    if (error instanceof SinkError && (error.reaction === 'reject' || error.code === 'type-mismatch')) return true;
    throw error;
  }
}

function undoneWarning({ kind, name }: ColumnMove): string {
  switch (kind) {
    case 'rename':
      return `Column ${name} was renamed, and the values under its new name do not fit its type: both columns stay until the table is reloaded.`;
    case 'finish':
      return `Values of column ${name} stand aside in a column of the target that ends with %~was: they do not fit its type.`;
    case 'retype':
    case 'drop':
      return `Column ${name} keeps its type: it holds values that the new one does not. Reload the table.`;
  }
}
