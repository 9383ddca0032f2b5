import type { TableName } from '@drayage/record-decoder';
import type { Dialect } from '../client/sink-database.js';
import { rewriteSchemaName, rewriteTableName } from '../names/rewrite-name.js';
import type { WritePolicy } from '../write-policy.js';
import { resolveTablePolicy } from './resolve-table-policy.js';

/** Where the rows of a source table go, by the policy; a table that is there already stays where it is. Pure. */
export function targetTableOf(policy: WritePolicy, source: TableName, dialect: Dialect): TableName {
  const { target } = resolveTablePolicy(policy, source);
  return { schema: rewriteSchemaName(target.schema, dialect), table: rewriteTableName(target.table, dialect) };
}
