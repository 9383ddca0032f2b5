import type { DrayageConfig } from '@drayage/config';

interface TableName {
  readonly schema: string;
  readonly name: string;
}

/** Whether AWS DMS is to replicate a table: `tables.include` without `tables.exclude`. */
export function isWantedBy({ include, exclude }: Pick<DrayageConfig['tables'], 'include' | 'exclude'>): (table: TableName) => boolean {
  const included = include.map(toPattern);
  const excluded = exclude.map(toPattern);
  return (table) => {
    const name = `${table.schema}.${table.name}`;
    return included.some((pattern) => pattern.test(name)) && !excluded.some((pattern) => pattern.test(name));
  };
}

/** Patterns of `tables.include` that match none of the tables. */
export function unmatchedPatterns({ include }: Pick<DrayageConfig['tables'], 'include'>, tables: readonly TableName[]): readonly string[] {
  return include.filter((pattern) => !tables.some(({ schema, name }) => toPattern(pattern).test(`${schema}.${name}`)));
}

/** As in `write.include`: `*` is any run of characters, and a pattern without a dot names a table in any schema. */
function toPattern(pattern: string): RegExp {
  const whole = pattern.includes('.') ? pattern : `*.${pattern}`;
  const body = whole.split('*').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/gu, '\\$&'));
  return new RegExp(`^${body.join('.*')}$`, 'su');
}
