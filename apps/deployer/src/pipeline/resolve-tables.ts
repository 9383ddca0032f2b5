import type { IssueDescription, LockedTable } from '@drayage/config';
import type { ReplicatedTable } from './pipeline-spec.js';

/** What is asked for, as in section `tables`. */
export interface TableWish {
  readonly lockFile: string;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly partitionKey: ReplicatedTable['partitionKey'];
}

export type ResolvedTables =
  | { readonly ok: true; readonly tables: readonly ReplicatedTable[] }
  | { readonly ok: false; readonly issues: readonly IssueDescription[] };

const EXACT = /^[^.*]+\.[^.*]+$/u;

/**
 * The exact tables that AWS DMS is to replicate. Its rules that say what rows are spread by take no patterns, so patterns
 * are looked up in the lock file; without one, they are a mistake.
 *
 * @param locked the tables of the lock file; `undefined`: there is none.
 */
export function resolveTables(wish: TableWish, locked: readonly LockedTable[] | undefined): ResolvedTables {
  const names = wish.include.map((pattern) => resolvePattern(pattern, wish, locked));
  const issues = names.flatMap((result) => ('path' in result ? [result] : []));
  if (issues.length > 0) return { ok: false, issues };
  const wanted = names.flatMap((result) => ('path' in result ? [] : result));
  const excluded = wish.exclude.map(toExpression);
  const kept = [...new Map(wanted.map((table) => [`${table.schema}.${table.name}`, table]))].filter(
    ([name]) => !excluded.some((expression) => expression.test(name)),
  );
  const tables = kept.map(([, table]) => table);
  const none: IssueDescription = {
    path: ['tables', 'exclude'],
    message: 'Nothing is left to replicate.',
    remedy: 'Exclude less.',
  };
  return tables.length === 0 ? { ok: false, issues: [none] } : { ok: true, tables };
}

function resolvePattern(
  pattern: string,
  { lockFile, include, partitionKey }: TableWish,
  locked: readonly LockedTable[] | undefined,
): readonly ReplicatedTable[] | IssueDescription {
  const path = ['tables', 'include', include.indexOf(pattern)];
  const expression = toExpression(pattern);
  const found = locked?.filter(({ schema, name }) => expression.test(`${schema}.${name}`)) ?? [];
  if (found.length > 0) return found.map(fromLock);
  if (EXACT.test(pattern)) {
    const [schema = '', name = ''] = pattern.split('.');
    return [{ schema, name, partitionKey, keyless: false }];
  }
  return locked === undefined
    ? {
        path,
        message: `${pattern} is a pattern, and there is no ${lockFile} that says which tables it means.`,
        remedy: 'Run dray mappings generate, which reads them from the source, or name each table as schema.table.',
      }
    : {
        path,
        message: `${pattern} means no table of ${lockFile}.`,
        remedy: 'Run dray mappings generate again, or correct the pattern.',
      };
}

function fromLock({ schema, name, partitionKey, primaryKey }: LockedTable): ReplicatedTable {
  return { schema, name, partitionKey, keyless: primaryKey.length === 0 };
}

function toExpression(pattern: string): RegExp {
  const whole = pattern.includes('.') ? pattern : `*.${pattern}`;
  const parts = whole.split('*').map((part) => part.replace(/[.\\^$+?()[\]{}|]/gu, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'su');
}
