import type { TableName } from '@drayage/record-decoder';
import { SinkError } from '../sink-error.js';
import type { SchemaChanges } from '../write-policy.js';

/** The source's schema changed and the policy says `halt`: nothing was done yet, and the change comes again after a restart. */
export function schemaHalted(what: keyof SchemaChanges, source: TableName, message: string): SinkError {
  return new SinkError('schema-halted', {
    message: `${source.schema}.${source.table}: ${message} (schemaChanges.${what}: halt).`,
    remedy: `Change the target by hand so that it fits, or set \`schemaChanges.${what}\` of this table to evolve, freeze or discard, and start again.`,
  });
}
