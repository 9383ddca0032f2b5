/** The tables of AWS DMS, by their names: the sink takes any other `awsdms_*` in a schema for a table of the user. */
const TABLES_OF_DMS =
  'ddl_audit|heartbeat|status|history|suspended_tables|full_load_exceptions|apply_exceptions|validation_failures_v1';

/** Tables of users: not those of the server, of its extensions, or of AWS DMS. Of `pg_class c` and `pg_namespace n`. */
export const USER_TABLES = `c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'
  AND c.relname !~ '^awsdms_(${TABLES_OF_DMS})$' AND c.relpersistence <> 't'
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                  WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')`;

/** One text for a table, whatever its names hold. */
export function keyOf(schema: string, table: string): string {
  return JSON.stringify([schema, table]);
}
