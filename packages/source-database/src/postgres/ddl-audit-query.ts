import type { DdlAudit } from '@drayage/doctor';
import { booleanOf, textOf } from '../session/row-values.js';
import type { SourceRow, SourceSession } from '../session/source-session.js';

/**
 * What AWS DMS notices DDL by. `schema`: where it looks; `undefined`: nobody said, then where the event trigger has its
 * function, else `public`.
 */
export async function readDdlAudit(session: SourceSession, schema: string | undefined): Promise<DdlAudit> {
  const [found] = await session.query(
    `SELECT t.evtenabled::text AS enabled, n.nspname::text AS schema
     FROM pg_catalog.pg_event_trigger t JOIN pg_catalog.pg_proc p ON p.oid = t.evtfoid
     JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace WHERE t.evtname = 'awsdms_intercept_ddl'`,
  );
  const trigger = found === undefined ? {} : { trigger: { state: stateOf(found), schema: textOf(found, 'schema') } };
  const where = schema ?? trigger.trigger?.schema ?? 'public';
  const [row] = await session.query(
    `SELECT EXISTS (SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
               WHERE n.nspname = $1 AND c.relname = 'awsdms_ddl_audit' AND c.relkind = 'r') AS has_table,
       EXISTS (SELECT FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
               WHERE n.nspname = $1 AND p.proname = 'awsdms_intercept_ddl') AS has_function`,
    [where],
  );
  return { schema: where, table: booleanOf(row, 'has_table'), function: booleanOf(row, 'has_function'), ...trigger };
}

/** `O` fires in ordinary sessions, `A` in all of them, `R` in those that apply another server’s changes, `D` never. */
function stateOf(row: SourceRow): NonNullable<DdlAudit['trigger']>['state'] {
  const enabled = textOf(row, 'enabled');
  if (enabled === 'D') return 'disabled';
  return enabled === 'R' ? 'replica' : 'fires';
}
