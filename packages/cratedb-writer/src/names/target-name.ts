import type { TargetTable } from '../catalogue/target-table.js';
import { rewriteColumnName } from './rewrite-name.js';

/** The name that a column of the source has in a target table. The objects of the universal mapping take any name. */
export function targetName({ mapping, dialect }: Pick<TargetTable, 'mapping' | 'dialect'>, source: string): string {
  return mapping === 'direct' ? rewriteColumnName(source, dialect) : source;
}
