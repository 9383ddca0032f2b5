import {
  ABSENT_COLUMNS,
  COLUMN_POLICIES,
  DELETE_MODES,
  DROP_TABLE_MODES,
  MAPPINGS,
  SCHEMA_REACTIONS,
  type TablePolicy,
} from '@drayage/cratedb-writer';
import { z } from 'zod';

const names = z.array(z.string().min(1));

/** Column name to target type. */
export const columnTypes = z.record(z.string(), z.string().min(1));

/** Settings of the tables that one pattern matches. */
export const tablePolicySection = z.strictObject({
  table: z
    .string()
    .min(1)
    .describe(
      '`schema.table` at the source; `*` stands for any run of characters. Without a dot: a table in any schema.',
    ),
  mapping: z.enum(MAPPINGS).optional().describe('As `write.mapping`.'),
  absentColumns: z.enum(ABSENT_COLUMNS).optional().describe('As `write.absentColumns`.'),
  deleteMode: z.enum(DELETE_MODES).optional().describe('As `write.deleteMode`.'),
  onDropTable: z.enum(DROP_TABLE_MODES).optional().describe('As `write.onDropTable`.'),
  schemaChanges: z
    .strictObject({
      tables: z.enum(SCHEMA_REACTIONS).optional().describe('As `write.schemaChanges.tables`.'),
      columns: z.enum(SCHEMA_REACTIONS).optional().describe('As `write.schemaChanges.columns`.'),
      types: z.enum(SCHEMA_REACTIONS).optional().describe('As `write.schemaChanges.types`.'),
    })
    .optional()
    .describe('As `write.schemaChanges`; what is absent here is taken from there.'),
  target: z
    .strictObject({
      schema: z.string().min(1).optional().describe('Schema in the target.'),
      table: z.string().min(1).optional().describe('Table in the target.'),
    })
    .optional()
    .describe('Where the rows go, when not to the same names.'),
  primaryKey: names.min(1).optional().describe('The key to use where the source tells none.'),
  columnTypes: columnTypes
    .optional()
    .describe('Column name to target type, for example `{ attributes: "object(dynamic)", tags: "array(text)" }`.'),
  excludeColumns: names.optional().describe('Columns to leave out.'),
  shards: z
    .number()
    .int()
    .min(1)
    .max(1_000)
    .optional()
    .describe('CrateDB: number of shards of a table made by Drayage.'),
  replicas: z
    .string()
    .regex(/^\d+(-(\d+|all))?$/)
    .meta({ examples: ['0-1'] })
    .optional()
    .describe('CrateDB: number of replicas, as text: `"1"`, `"0-1"`, `"0-all"`.'),
  partitionBy: names.min(1).optional().describe('CrateDB: columns of the primary key to partition by.'),
  columnPolicy: z
    .enum(COLUMN_POLICIES)
    .optional()
    .describe('CrateDB: what happens to columns the table does not have.'),
} satisfies Record<keyof TablePolicy, z.ZodType>);
