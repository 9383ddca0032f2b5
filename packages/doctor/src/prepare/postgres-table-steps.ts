import type { PostgresFacts } from '../facts/postgres-facts.js';
import { valueOf } from '../facts/read.js';
import type { SourceTable } from '../facts/table-facts.js';
import { quoteTable } from '../names/quote-name.js';
import { counted } from '../text/counted.js';
import { identityTrouble, isUnidentified } from './identity-trouble.js';
import type { PreparationStep } from './preparation-step.js';

type TableName = Pick<SourceTable, 'schema' | 'name'>;

/** Whole rows in the WAL, for tables that have no key to tell rows by, or none that PostgreSQL takes. */
export function fullIdentity({ tables }: PostgresFacts): PreparationStep {
  const keyless = (valueOf(tables) ?? []).filter(
    (table) => isUnidentified(table) || identityTrouble(table)?.mendedBy === 'full',
  );
  return {
    id: 'replica-identity-full',
    what: `Write whole rows of ${counted(keyless.length, 'table')} without a usable primary key into the WAL`,
    statements: keyless.map((table) => identityStatement(table, 'full')),
    afterwards: '',
  };
}

/** The primary key as what rows are told by, where somebody chose less. */
export function keyIdentity({ tables }: PostgresFacts): PreparationStep {
  const wrong = (valueOf(tables) ?? []).filter((table) => identityTrouble(table)?.mendedBy === 'default');
  return {
    id: 'replica-identity',
    what: `Tell rows of ${counted(wrong.length, 'table')} by the primary key`,
    statements: wrong.map((table) => identityStatement(table, 'default')),
    afterwards: '',
  };
}

export function identityStatement(table: TableName, identity: 'full' | 'default'): string {
  return `ALTER TABLE ${quoteTable('postgresql', table)} REPLICA IDENTITY ${identity.toUpperCase()}`;
}

/** UNLOGGED tables into the WAL. */
export function logged({ tables }: PostgresFacts): PreparationStep {
  const unlogged = (valueOf(tables) ?? []).filter(({ kind }) => kind === 'unlogged');
  return {
    id: 'set-logged',
    what: `Write changes of ${counted(unlogged.length, 'table')} into the WAL`,
    statements: loggedStatements(unlogged),
    afterwards: '',
  };
}

/** For each of them, after those that its foreign keys refer to: a table cannot be logged before they are. */
export function loggedStatements(tables: readonly SourceTable[]): readonly string[] {
  const byName = new Map(tables.map((table) => [quoteTable('postgresql', table), table]));
  const order = new Set<string>();
  const visit = (name: string, on: readonly string[]): void => {
    if (order.has(name) || on.includes(name)) return;
    for (const referred of byName.get(name)?.traits?.unloggedReferences ?? []) {
      visit(quoteTable('postgresql', referred), [...on, name]);
    }
    order.add(name);
  };
  for (const name of byName.keys()) visit(name, []);
  return [...order].map((name) => `ALTER TABLE ${name} SET LOGGED`);
}
