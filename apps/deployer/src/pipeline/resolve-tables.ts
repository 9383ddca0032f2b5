import {
  type IssueDescription,
  isMeantBy,
  isTakenForPattern,
  type LockedTable,
  type TablesLock,
} from '@drayage/config';
import type { ReplicatedTable } from './pipeline-spec.js';

/** What is asked for, as in section `tables`. */
export interface TableWish {
  readonly lockFile: string;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly partitionKey: ReplicatedTable['partitionKey'];
  /** Of the source; `undefined`: nobody says it, or it is none. */
  readonly engine: string | undefined;
}

export type ResolvedTables =
  | { readonly ok: true; readonly tables: readonly ReplicatedTable[] }
  | { readonly ok: false; readonly issues: readonly IssueDescription[] };

const EXACT = /^[^.*]+\.[^.*]+$/u;

/**
 * The exact tables that AWS DMS is to replicate. Its rules that say what rows are spread by take no patterns, so patterns
 * are looked up in the lock file; without one, they are a mistake. Where there is one, it knows every table.
 *
 * @param lock what the lock file says; `undefined`: there is none.
 */
export function resolveTables(wish: TableWish, lock: TablesLock | undefined): ResolvedTables {
  const names = wish.include.map((pattern, index) => resolvePattern(pattern, ['tables', 'include', index], wish, lock));
  const issues = [
    ...checkLock(wish, lock),
    ...names.flatMap((result) => ('path' in result ? [result] : [])),
    ...wish.exclude.flatMap((pattern, index) => checkWords(pattern, ['tables', 'exclude', index])),
  ];
  if (issues.length > 0) return { ok: false, issues };
  const wanted = names.flatMap((result) => ('path' in result ? [] : result));
  const tables = [...new Map(wanted.map((table) => [`${table.schema}.${table.name}`, table])).values()].filter(
    (table) => !wish.exclude.some((pattern) => isMeantBy(pattern, table)),
  );
  return tables.length === 0 ? { ok: false, issues: [nothingLeft(wish)] } : { ok: true, tables };
}

function resolvePattern(
  pattern: string,
  path: IssueDescription['path'],
  { lockFile, partitionKey }: TableWish,
  lock: TablesLock | undefined,
): readonly ReplicatedTable[] | IssueDescription {
  const [misspelled] = checkWords(pattern, path);
  if (misspelled !== undefined) return misspelled;
  const found = lock?.tables.filter((table) => isMeantBy(pattern, table)) ?? [];
  const taken = found.find(({ schema, name }) => isTakenForPattern(schema) || isTakenForPattern(name));
  if (taken !== undefined) {
    return {
      path,
      message: `AWS DMS would take the name ${taken.schema}.${taken.name} for a pattern.`,
      remedy: 'Rename the table, or leave it out: tables.exclude, and dray mappings generate again.',
    };
  }
  if (found.length > 0) return found.map(fromLock);
  const isExact = EXACT.test(pattern);
  if (lock !== undefined) {
    return {
      path,
      message: isExact ? `${pattern} is not in ${lockFile}.` : `${pattern} means no table of ${lockFile}.`,
      remedy: `Run dray mappings generate again, or correct the ${isExact ? 'name' : 'pattern'}.`,
    };
  }
  if (isExact) {
    const [schema = '', name = ''] = pattern.split('.');
    return [{ schema, name, partitionKey, keyless: false }];
  }
  return {
    path,
    message: `${pattern} is a pattern, and there is no ${lockFile} that says which tables it means.`,
    remedy: 'Run dray mappings generate, which reads them from the source, or name each table as schema.table.',
  };
}

/** What means something to AWS DMS and nothing here, and what nobody sees. */
function checkWords(pattern: string, path: IssueDescription['path']): readonly IssueDescription[] {
  const trimmed = pattern
    .split('.')
    .map((part) => part.trim())
    .join('.');
  if (trimmed !== pattern) {
    return [
      {
        path,
        message: `A name in ${JSON.stringify(pattern)} begins or ends with a blank.`,
        remedy: `Write ${trimmed}.`,
      },
    ];
  }
  if (!isTakenForPattern(pattern)) return [];
  return [
    pattern.includes('[')
      ? {
          path,
          message: `${pattern}: AWS DMS takes [ for the beginning of a pattern, and no table with it in its name.`,
          remedy: 'Take * for any run of characters, or rename the table.',
        }
      : {
          path,
          message: `${pattern}: % is a wildcard of AWS DMS, and means nothing here.`,
          remedy: `The wildcard here is *: write ${pattern.replaceAll('%', '*')}.`,
        },
  ];
}

/** Of which kind an engine is: MySQL and MariaDB are read alike. */
const KINDS: ReadonlyMap<string, string> = new Map([
  ['postgresql', 'postgresql'],
  ['mysql', 'mysql'],
  ['mariadb', 'mysql'],
]);

function checkLock({ engine = '', lockFile }: TableWish, lock: TablesLock | undefined): readonly IssueDescription[] {
  const kind = KINDS.get(engine);
  if (lock === undefined || kind === undefined || kind === KINDS.get(lock.engine)) return [];
  return [
    {
      path: ['tables', 'lockFile'],
      message: `${lockFile} holds tables of ${lock.engine}, and the source is ${engine}.`,
      remedy: 'Name the file of this source, or make it anew: dray mappings generate.',
    },
  ];
}

function nothingLeft({ include }: TableWish): IssueDescription {
  return include.length === 0
    ? {
        path: ['tables', 'include'],
        message: 'This is empty: nothing would be replicated.',
        remedy: 'Name tables as schema.table, or remove it: every table of the lock file is then meant.',
      }
    : { path: ['tables', 'exclude'], message: 'Nothing is left to replicate.', remedy: 'Exclude less.' };
}

function fromLock({ schema, name, partitionKey, primaryKey }: LockedTable): ReplicatedTable {
  return { schema, name, partitionKey, keyless: primaryKey.length === 0 };
}
