import { buildTargetTable, type BuiltTable } from '../catalogue/build-target-table.js';
import type { ExistingTable } from '../catalogue/existing-table.js';
import { readCatalogue } from '../catalogue/read-catalogue.js';
import type { TargetTable } from '../catalogue/target-table.js';
import { makeIfMissing } from '../execute/make-if-missing.js';
import type { WriteContext } from '../execute/write-context.js';
import { addColumns, createTable, sqlName } from '../plan/table-ddl.js';
import { SinkError } from '../sink-error.js';
import type { KnownTable, StoredDefinition } from './known-table.js';
import { readOtherClaims } from './table-memory.js';

/** Rounds of reading the catalogue and adding what is missing, in case somebody else alters the table meanwhile. */
const MAX_ROUNDS = 4;

export type Ensured =
  | { readonly ok: true; readonly table: TargetTable; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly code: 'key-changed' | 'ddl-failed'; readonly message: string };

/**
 * Makes the target table hold what the definition says: creates it, or adds what is missing. Idempotent, and right when
 * several processes do it at once: each round believes the catalogue only.
 *
 * @throws SinkError `foreign-table` for a table that holds rows and is not this pipeline's; retryable ones.
 */
export async function ensureTable(context: WriteContext, known: KnownTable, definition: StoredDefinition): Promise<Ensured> {
  let last: unknown;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const built = build(context, known, definition, undefined);
    const existing = await readCatalogue(context.database, built.table.target);
    if (existing !== undefined) await refuseForeignTable(context, known, built.table);
    const reconciled = build(context, known, definition, existing);
    if (reconciled.conflict !== undefined) return { ok: false, ...reconciled.conflict };
    const statements = reconciled.create
      ? createTable(reconciled.table)
      : addColumns(reconciled.table, reconciled.missingColumns, reconciled.missingMetadata);
    if (statements.length === 0) return { ok: true, table: reconciled.table, warnings: reconciled.warnings };
    try {
      for (const statement of statements) await (reconciled.create ? makeIfMissing(context, statement) : context.execute(statement));
      if (context.database.planOnly === true) return { ok: true, table: reconciled.table, warnings: reconciled.warnings };
    } catch (error) {
      if (!(error instanceof SinkError)) throw error;
      if (error.reaction === 'reject') return { ok: false, code: 'ddl-failed', message: error.message };
      if (error.reaction !== 'refresh') throw error;
      last = error;
    }
  }
  if (last instanceof SinkError && last.code === 'schema-unknown') throw missingRights(known, last);
  return { ok: false, code: 'ddl-failed', message: 'The target table did not take the columns of its definition.' };
}

/** The target table as it stands, with the names a definition has for it; `undefined` where there is none. */
export async function standingTable(
  context: WriteContext,
  known: KnownTable,
  definition: StoredDefinition,
): Promise<{ readonly table: TargetTable; readonly existing: ExistingTable } | undefined> {
  const { target } = build(context, known, definition, undefined).table;
  const existing = await readCatalogue(context.database, target);
  return existing === undefined ? undefined : { table: build(context, known, definition, existing).table, existing };
}

function build(
  context: WriteContext,
  known: KnownTable,
  definition: StoredDefinition,
  existing: ExistingTable | undefined,
): BuiltTable {
  return buildTargetTable({
    source: known.source,
    dialect: context.database.dialect,
    policy: known.policy,
    definition,
    columnsKnown: definition.columnsKnown,
    formerNames: definition.formerNames,
    existing,
  });
}

/** A table that exists, holds rows and is not this pipeline's is somebody's: it is not touched unless told to. */
export async function refuseForeignTable(context: WriteContext, known: KnownTable, table: TargetTable): Promise<void> {
  if (known.claimed || known.policy.adopt) return;
  const name = `${table.target.schema}.${table.target.table}`;
  const others = await readOtherClaims(context, table.target);
  if (others.length > 0) {
    throw new SinkError('foreign-table', {
      message: `The target table ${name} belongs to the pipeline ${others.join(', ')}.`,
      remedy: 'Run under that pipeline name, route this table elsewhere, or set `adopt: true` (`--adopt`) to take it over.',
    });
  }
  if (context.database.dialect === 'cratedb') await context.execute({ sql: `REFRESH TABLE ${sqlName(table)}`, parameters: [] });
  const { rows } = await context.execute({ sql: `SELECT 1 FROM ${sqlName(table)} LIMIT 1`, parameters: [] });
  if (rows.length === 0) return;
  throw new SinkError('foreign-table', {
    message: `The target table ${name} holds rows and belongs to no pipeline.`,
    remedy: 'Route this table elsewhere, empty it, or set `adopt: true` (`--adopt`) to take it over.',
  });
}

function missingRights(known: KnownTable, cause: SinkError): SinkError {
  return new SinkError('permission-denied', {
    message: `The schema ${known.policy.target.schema} is unknown to the target, or this user has no rights on it.`,
    remedy: `GRANT DQL, DML, DDL ON SCHEMA "${known.policy.target.schema}" TO the user of the target URL.`,
    cause,
  });
}
