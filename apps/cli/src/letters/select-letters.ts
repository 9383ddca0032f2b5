import { DEAD_LETTER_CODES, DEAD_LETTER_STATES, type LetterSelection } from '@drayage/cratedb-writer';
import { UsageError } from '@drayage/terminal';
import type { SelectionFlags } from '../commands/letter-options.js';

/**
 * The letters a command is about.
 *
 * @throws UsageError for a table, code or state that is none.
 */
export function selectLetters(ids: readonly string[], flags: SelectionFlags): LetterSelection {
  return {
    ids: ids.length === 0 ? undefined : ids,
    table: flags.table === undefined ? undefined : tableName(flags.table),
    code: flags.code === undefined ? undefined : oneOf('--code', flags.code, DEAD_LETTER_CODES),
    state: flags.state === undefined ? undefined : oneOf('--state', flags.state, DEAD_LETTER_STATES),
  };
}

/**
 * What changes letters wants to be told which.
 *
 * @throws UsageError where nothing is selected, or everything and something.
 */
export function requireSelection(ids: readonly string[], { all, table, code }: SelectionFlags): void {
  const some = ids.length > 0 || table !== undefined || code !== undefined;
  if (all === true && some)
    throw new UsageError('--all goes with no other selection.', 'Leave out --all, or the IDs, --table and --code.');
  if (all !== true && !some) throw new UsageError('No letters are selected.', 'Give IDs, --table, --code or --all.');
}

/** The name of a schema may be empty; a table's may hold dots. */
function tableName(text: string): { readonly schema: string; readonly table: string } {
  const dot = text.indexOf('.');
  if (dot === -1 || dot === text.length - 1) {
    throw new UsageError(`--table: ${text} names no table.`, 'Give SCHEMA.TABLE, as the source calls them.');
  }
  return { schema: text.slice(0, dot), table: text.slice(dot + 1) };
}

function oneOf<T extends string>(flag: string, text: string, allowed: readonly T[]): T {
  const found = allowed.find((value) => value === text);
  if (found === undefined) throw new UsageError(`${flag}: ${text} is none.`, `One of: ${allowed.join(', ')}.`);
  return found;
}

export function unknownLetters(ids: readonly string[]): UsageError {
  return new UsageError(
    `No such dead letter: ${ids.join(', ')}.`,
    'See `dray dead-letters list --all`, and check target and --pipeline.',
  );
}
