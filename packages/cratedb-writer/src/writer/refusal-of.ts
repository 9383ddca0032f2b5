import type { RowChange } from '@drayage/record-decoder';
import type { TargetTable } from '../catalogue/target-table.js';
import { refuse, type ChangeRefusal, type DeadLetterCode } from '../plan/change-refusal.js';
import type { SinkError } from '../sink-error.js';

const LETTER_CODES: ReadonlyMap<string, DeadLetterCode> = new Map([
  ['element-not-castable', 'value-not-castable'],
  ['name-refused', 'name-refused'],
  ['too-many-columns', 'too-many-columns'],
  ['value-not-castable', 'value-not-castable'],
  ['value-out-of-range', 'value-out-of-range'],
  ['value-too-long', 'value-too-long'],
] as const);

/** Why the database refused a row. What it says of an element of a document does not name the column that takes it. */
export function refusalOf(error: SinkError, table: TargetTable, change: RowChange): ChangeRefusal {
  if (error.code === 'column-exists')
    return refuse('value-not-castable', `A member of a document has another type in the target: ${error.message}`);
  const code = LETTER_CODES.get(error.code) ?? 'statement-failed';
  if (error.code !== 'element-not-castable') return refuse(code, error.message, error.column);
  const documents = table.columns
    .filter(({ type, source }) => type.kind === 'object' && type.policy !== 'ignored' && isTold(change, source))
    .map(({ source }) => source);
  const where = documents.length === 0 ? '' : ` It is in ${documents.join(' or ')}.`;
  return refuse(code, `${error.message}${where}`, documents.length === 1 ? documents[0] : undefined);
}

function isTold({ values }: RowChange, name: string): boolean {
  return (values[name] ?? null) !== null;
}
