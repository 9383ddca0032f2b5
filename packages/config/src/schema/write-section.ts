import {
  ABSENT_COLUMNS,
  CONTROL_TABLE_MODES,
  DEFAULT_WRITE_POLICY,
  DELETE_MODES,
  DROP_TABLE_MODES,
  MAPPINGS,
  ORDERINGS,
  SCHEMA_REACTIONS,
  type WritePolicy,
} from '@drayage/cratedb-writer';
import { z } from 'zod';

import { columnTypes, tablePolicySection } from './table-policy-section.js';

const patterns = z.array(z.string().min(1));
const defaults = DEFAULT_WRITE_POLICY;

const policy = {
  ordering: z
    .enum(ORDERINGS)
    .default(defaults.ordering)
    .describe(
      '`stamped`: column `drayage_time` guards every row against older changes. `arrival`: no such column; right only with one reader of one shard.',
    ),
  mapping: z
    .enum(MAPPINGS)
    .default(defaults.mapping)
    .describe('`direct`: a column for a column. `universal`: objects `pk`, `data` and `aux`.'),
  absentColumns: z
    .enum(ABSENT_COLUMNS)
    .default(defaults.absentColumns)
    .describe(
      'What a column means that an update lacks: `keep` its value, or `null`. Take `null` where the DMS endpoint has IncludeNullAndEmpty off.',
    ),
  deleteMode: z
    .enum(DELETE_MODES)
    .default(defaults.deleteMode)
    .describe('`hard` removes the row, `soft` sets `drayage_deleted_at`, `ignore` keeps the row as it is.'),
  onDropTable: z
    .enum(DROP_TABLE_MODES)
    .default(defaults.onDropTable)
    .describe('When the source drops a table: `keep` it in the target, or `apply` the drop.'),
  schemaChanges: z
    .strictObject({
      tables: z
        .enum(SCHEMA_REACTIONS)
        .default(defaults.schemaChanges.tables)
        .describe(
          'A table that is neither known nor in the target: `evolve` creates it, `freeze` makes dead letters of its rows, `discard` counts them and leaves them out, `halt` stops.',
        ),
      columns: z
        .enum(SCHEMA_REACTIONS)
        .default(defaults.schemaChanges.columns)
        .describe(
          'A column that is new, renamed or dropped: `evolve` follows, `freeze` makes dead letters of rows with a new column, `discard` leaves the new column out, `halt` stops.',
        ),
      types: z
        .enum(SCHEMA_REACTIONS)
        .default(defaults.schemaChanges.types)
        .describe(
          'A column whose type changes: `evolve` follows as far as the target can, `freeze` keeps the type and makes dead letters of what does not fit, `discard` writes NULL for such a value, `halt` stops.',
        ),
    })
    .prefault({})
    .describe('What follows when the schema of the source changes.'),
  controlTables: z
    .enum(CONTROL_TABLE_MODES)
    .default(defaults.controlTables)
    .describe(
      'The tables that AWS DMS keeps for itself (`awsdms_*` without a schema; in a schema its known names alone): `signal` reads them as news of lost data, `write` also writes them as tables, those without a schema into `dms`; `ignore` does neither.',
    ),
  adopt: z.boolean().default(defaults.adopt).describe('Take over tables that hold rows and belong to no pipeline.'),
  include: patterns
    .default([...defaults.include])
    .describe('Source tables to take, as patterns `schema.table`; `*` stands for any run of characters.'),
  exclude: patterns
    .default([...defaults.exclude])
    .describe('Source tables to leave out; stronger than `write.include`.'),
  renameSchemas: z
    .record(z.string(), z.string().min(1))
    .default({ ...defaults.renameSchemas })
    .describe('Source schema to target schema.'),
  tables: z
    .array(tablePolicySection)
    .default([])
    .describe('Settings for single tables; the first entry that matches wins.'),
  defaultSchema: z
    .string()
    .min(1)
    .default(defaults.defaultSchema)
    .describe('Target schema for source tables that have none.'),
  tombstoneRetentionHours: z
    .number()
    .int()
    .min(1)
    .max(8_784)
    .default(defaults.tombstoneRetentionHours)
    .describe(
      'How long it is remembered that a row was deleted, in hours: the retention of the stream and a day. The deployer sets it so.',
    ),
} satisfies Record<keyof WritePolicy, z.ZodType>;

/** How changes become rows: the writer's policy, and `columnTypes` as a short form of `tables`. */
export const writeSection = z.strictObject({
  ...policy,
  columnTypes: z
    .record(z.string().min(1), columnTypes)
    .default({})
    .describe(
      'Types of single columns by table: `{ "schema.table": { column: type } }`; the variable also takes the flat `{ "schema:table:column": "map" }`. Adds to `write.tables`.',
    ),
});
