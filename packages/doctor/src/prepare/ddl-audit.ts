import type { DdlAudit } from '../facts/postgres-facts.js';
import { quoteName } from '../names/quote-name.js';

/** Names that AWS DMS looks for; the schema is the endpoint’s `DdlArtifactsSchema`. */
const TABLE = 'awsdms_ddl_audit';
const FUNCTION = 'awsdms_intercept_ddl';
const TRIGGER = 'awsdms_intercept_ddl';

/**
 * Makes what is missing. A row is written and removed at once for each CREATE, ALTER and DROP TABLE: the WAL carries it
 * to AWS DMS, and the table stays empty. The function runs with the rights of its owner, so it names everything with its
 * schema.
 */
export function createDdlAudit(audit: DdlAudit, user: string): readonly string[] {
  const schema = quoteName('postgresql', audit.schema);
  const role = quoteName('postgresql', user);
  const statements: string[] = [];
  if (!audit.table) {
    statements.push(
      `CREATE TABLE ${schema}.${TABLE} (c_key bigserial PRIMARY KEY, c_time timestamp, c_user varchar(64), c_txn varchar(16), c_tag varchar(24), c_oid integer, c_name varchar(64), c_schema varchar(64), c_ddlqry text)`,
      `GRANT ALL ON ${schema}.${TABLE} TO ${role}`,
      `GRANT ALL ON SEQUENCE ${schema}.${TABLE}_c_key_seq TO ${role}`,
    );
  }
  if (!audit.function) {
    statements.push(
      `CREATE FUNCTION ${schema}.${FUNCTION}() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER AS $ddl$
BEGIN
  IF tg_tag OPERATOR(pg_catalog.=) ANY (ARRAY['CREATE TABLE', 'ALTER TABLE', 'DROP TABLE', 'CREATE TABLE AS']) THEN
    INSERT INTO ${schema}.${TABLE}
      VALUES (DEFAULT, current_timestamp, current_user, pg_catalog.txid_current()::pg_catalog.varchar, tg_tag, 0, '', current_schema, pg_catalog.current_query());
    DELETE FROM ${schema}.${TABLE};
  END IF;
END
$ddl$`,
    );
  }
  if (audit.trigger === undefined) {
    statements.push(`CREATE EVENT TRIGGER ${TRIGGER} ON ddl_command_end EXECUTE FUNCTION ${schema}.${FUNCTION}()`);
  } else if (audit.trigger.state !== 'fires') {
    statements.push(enableDdlAudit(audit.trigger.state));
  }
  return statements;
}

/** One that fired for the changes of another server goes on to do so. */
export function enableDdlAudit(state: 'disabled' | 'replica'): string {
  return `ALTER EVENT TRIGGER ${TRIGGER} ENABLE${state === 'replica' ? ' ALWAYS' : ''}`;
}

/** A database has one event trigger of that name, so it serves one schema, and whoever uses it there. */
export function moveDdlAudit(from: string, to: string): string {
  return `The event trigger ${TRIGGER} is there and calls its function in schema ${from}: set DdlArtifactsSchema of the source endpoint to ${from} (--ddl-schema ${from}); or, if nobody uses it there, dray source prepare --drop-ddl-audit --ddl-schema ${from}, and then --ddl-schema ${to}.`;
}

/** Removes them, the trigger first: without its table it would make every DDL of the source fail. */
export function dropDdlAudit(audit: DdlAudit): readonly string[] {
  const schema = quoteName('postgresql', audit.schema);
  return [
    ...(audit.trigger?.schema === audit.schema ? [`DROP EVENT TRIGGER IF EXISTS ${TRIGGER}`] : []),
    ...(audit.function ? [`DROP FUNCTION IF EXISTS ${schema}.${FUNCTION}()`] : []),
    ...(audit.table ? [`DROP TABLE IF EXISTS ${schema}.${TABLE}`] : []),
  ];
}
