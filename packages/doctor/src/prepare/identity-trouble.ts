import type { SourceTable } from '../facts/table-facts.js';

/** A table whose updates and deletes PostgreSQL does not tell: no key, and nothing in its place. */
export function isUnidentified({ primaryKey, replicaIdentity, traits }: SourceTable): boolean {
  if (primaryKey.length > 0) return false;
  if (replicaIdentity === 'index') return traits?.identityColumns.length === 0;
  return replicaIdentity === 'default' || replicaIdentity === 'nothing';
}

/** Why a table with a primary key does not tell it with updates and deletes. */
export interface IdentityTrouble {
  readonly why: 'nothing' | 'deferrable-key' | 'index-gone' | 'index-without-key';
  /** `default` where the primary key can be taken, `full` where PostgreSQL does not take it. */
  readonly mendedBy: 'default' | 'full';
}

/** Nothing where the key is told, or where the table has none. */
export function identityTrouble({ primaryKey, replicaIdentity, traits }: SourceTable): IdentityTrouble | undefined {
  if (primaryKey.length === 0) return undefined;
  const mendedBy = traits?.deferrableKey === true ? 'full' : 'default';
  if (replicaIdentity === 'nothing') return { why: 'nothing', mendedBy };
  if (traits === undefined) return undefined;
  if (replicaIdentity === 'default') return mendedBy === 'full' ? { why: 'deferrable-key', mendedBy } : undefined;
  if (replicaIdentity !== 'index') return undefined;
  if (traits.identityColumns.length === 0) return { why: 'index-gone', mendedBy };
  return primaryKey.every((column) => traits.identityColumns.includes(column))
    ? undefined
    : { why: 'index-without-key', mendedBy };
}
