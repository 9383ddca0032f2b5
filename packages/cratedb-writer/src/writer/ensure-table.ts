import { buildTargetTable, type BuildOptions, type BuiltTable } from '../catalogue/build-target-table.js';
import type { ExistingTable } from '../catalogue/existing-table.js';
import { readCatalogue } from '../catalogue/read-catalogue.js';
import type { TargetTable } from '../catalogue/target-table.js';
import type { Undone } from '../plan/next-definition.js';
import { carryMemory } from '../execute/carry-memory.js';
import { makeIfMissing } from '../execute/make-if-missing.js';
import { tombstoneTarget } from '../execute/tombstones.js';
import type { WriteContext } from '../execute/write-context.js';
import { addColumns, createTable, renameTargetTable, sqlName } from '../plan/table-ddl.js';
import { schemaHalted } from '../policy/schema-halt.js';
import { SinkError } from '../sink-error.js';
import type { StoredDefinition } from '../plan/stored-definition.js';
import type { KnownTable } from './known-table.js';
import { moveColumns } from './move-columns.js';
import { readOtherClaims, readStoredTable } from './stored-table.js';

/** Rounds of reading the catalogue and adding what is missing, in case somebody else alters the table meanwhile. */
const MAX_ROUNDS = 6;

export type Ensured =
  | {
      readonly kind: 'ready';
      readonly table: TargetTable;
      readonly warnings: readonly string[];
      /** What of the definition the target could not follow. */
      readonly undone: Undone;
      /** Columns that the target got, by their names at the source. */
      readonly added: readonly string[];
    }
  | {
      readonly kind: 'refused';
      readonly code: 'key-changed' | 'ddl-failed' | 'schema-frozen' | 'too-many-columns';
      readonly message: string;
    }
  /** The policy discards tables that nobody knew. */
  | { readonly kind: 'left-out' };

const ALL_DONE: Undone = { formerNames: new Set(), types: new Set() };

/**
 * Makes the target table hold what the definition says: creates it, adds what is missing, and moves what has another name
 * or type now. Idempotent, and right when several processes do it at once: each round believes the catalogue only.
 *
 * @throws SinkError `foreign-table` for a table that holds rows and is not this pipeline's; `schema-halted` where the policy
 * says so; retryable ones.
 */
export async function ensureTable(
  context: WriteContext,
  known: KnownTable,
  definition: StoredDefinition,
  claim: () => Promise<void>,
): Promise<Ensured> {
  let last: unknown;
  const added = new Set<string>();
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    try {
      const ensured = await ensureOnce(context, { known, definition, added, claim });
      if (ensured !== undefined) return ensured;
    } catch (error) {
      if (!(error instanceof SinkError)) throw error;
      if (error.reaction === 'reject') return { kind: 'refused', code: ddlCode(error), message: error.message };
      if (error.reaction !== 'refresh') throw error;
      last = error;
    }
  }
  if (last instanceof SinkError && last.code === 'schema-unknown') throw missingRights(known, last);
  return {
    kind: 'refused',
    code: 'ddl-failed',
    message: 'The target table did not take the columns of its definition.',
  };
}

function ddlCode({ code }: SinkError): 'ddl-failed' | 'too-many-columns' {
  return code === 'too-many-columns' ? code : 'ddl-failed';
}

interface Round {
  readonly known: KnownTable;
  readonly definition: StoredDefinition;
  /** Takes up what is added. */
  readonly added: Set<string>;
  readonly claim: () => Promise<void>;
}

/** One round; `undefined`: something was changed, and the catalogue has to be read again. */
async function ensureOnce(
  context: WriteContext,
  { known, definition, added, claim }: Round,
): Promise<Ensured | undefined> {
  const wanted = build(context, known, definition, undefined).table;
  const existing = await readCatalogue(context.database, wanted.target);
  if (existing === undefined) {
    if (await hasMoved(context, definition, wanted)) return undefined;
    if (definition.renaming === true) throw movingAway(known);
    const unknown = refuseUnknownTable(known);
    if (unknown !== undefined) return unknown;
  } else {
    await refuseForeignTable(context, known, wanted);
  }
  const moved = existing?.layout === 'direct' ? await move(context, known, definition, existing) : undefined;
  if (moved?.changed === true && context.database.planOnly !== true) return undefined;
  const built = build(context, known, definition, existing);
  const conflict = built.conflict ?? keyTypeConflict(built, definition);
  if (conflict !== undefined) return { kind: 'refused', ...conflict };
  haltIfTold(known, built);
  const statements = built.create
    ? createTable(built.table)
    : addColumns(built.table, built.missingColumns, built.missingMetadata);
  if (statements.length > 0) await claim();
  for (const { source } of built.create ? built.table.columns : built.missingColumns) added.add(source);
  for (const statement of statements)
    await (built.create ? makeIfMissing(context, statement) : context.execute(statement));
  if (statements.length > 0 && context.database.planOnly !== true) return undefined;
  const leftOut = built.leftOut.map(
    (name) =>
      `Column ${name} is not in the target, and schemaChanges.columns keeps it out (${known.policy.schemaChanges.columns}).`,
  );
  const warnings = [...built.warnings, ...leftOut, ...(moved?.warnings ?? [])];
  return { kind: 'ready', table: built.table, warnings, undone: moved?.undone ?? ALL_DONE, added: [...added] };
}

function move(
  context: WriteContext,
  known: KnownTable,
  definition: StoredDefinition,
  existing: ExistingTable,
): ReturnType<typeof moveColumns> {
  const { table } = buildTargetTable({
    ...buildOptions(context, known, definition, undefined),
    policy: { ...known.policy, mapping: 'direct' },
  });
  return moveColumns(context, { wanted: table, existing, definition });
}

/** The table stands under the name it had before, and is renamed. */
async function hasMoved(
  context: WriteContext,
  { movedFrom }: StoredDefinition,
  { target }: TargetTable,
): Promise<boolean> {
  if (movedFrom === undefined || context.database.planOnly === true) return false;
  if ((await readCatalogue(context.database, movedFrom)) === undefined) return false;
  await carryMemory(context, tombstoneTarget({ target: movedFrom }), tombstoneTarget({ target }));
  await context.execute(renameTargetTable(movedFrom, target.table));
  return true;
}

/** Whoever renames the table has just done so: it is known by its new name. */
function movingAway({ source }: KnownTable): SinkError {
  return new SinkError('relation-unknown', {
    message: `${source.schema}.${source.table} is being renamed.`,
    remedy: 'The batch is planned anew.',
  });
}

/** A table that neither this pipeline nor the target knows is made only where the policy lets it. */
function refuseUnknownTable(known: KnownTable): Ensured | undefined {
  if (known.claimed) return undefined;
  const message = 'The table is neither known nor in the target';
  switch (known.policy.schemaChanges.tables) {
    case 'evolve':
      return undefined;
    case 'freeze':
      return { kind: 'refused', code: 'schema-frozen', message: `${message} (schemaChanges.tables: freeze).` };
    case 'discard':
      return { kind: 'left-out' };
    case 'halt':
      throw schemaHalted('tables', known.source, message);
  }
}

function haltIfTold(known: KnownTable, { leftOut, misfits }: BuiltTable): void {
  const { columns, types } = known.policy.schemaChanges;
  const [column] = leftOut;
  if (columns === 'halt' && column !== undefined)
    throw schemaHalted('columns', known.source, `Column ${column} is not in the target`);
  const [misfit] = misfits;
  if (types === 'halt' && misfit !== undefined) throw schemaHalted('types', known.source, misfit.message);
}

/** A load brings keys that the key's type does not hold. Key columns cannot be made anew. */
function keyTypeConflict({ misfits }: BuiltTable, { retypes = [] }: StoredDefinition): BuiltTable['conflict'] {
  const reloaded = new Set(retypes.filter(({ why }) => why === 'reload').map(({ name }) => name));
  const misfit = misfits.find(({ source, isKey }) => isKey && reloaded.has(source));
  return misfit === undefined
    ? undefined
    : { code: 'key-changed', message: `${misfit.message}, and it is part of the key.` };
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
  return buildTargetTable(buildOptions(context, known, definition, existing));
}

function buildOptions(
  context: WriteContext,
  known: KnownTable,
  definition: StoredDefinition,
  existing: ExistingTable | undefined,
): BuildOptions {
  return {
    source: known.source,
    dialect: context.database.dialect,
    policy: known.policy,
    definition,
    columnsKnown: definition.columnsKnown,
    formerNames: definition.formerNames,
    existing,
  };
}

/** A table that exists, holds rows and is not this pipeline's is somebody's: it is not touched unless told to. */
async function refuseForeignTable(context: WriteContext, known: KnownTable, table: TargetTable): Promise<void> {
  if (known.claimed || known.policy.adopt) return;
  const name = `${table.target.schema}.${table.target.table}`;
  const others = await readOtherClaims(context, table.target);
  if (others.length > 0) {
    throw new SinkError('foreign-table', {
      message: `The target table ${name} belongs to the pipeline ${others.join(', ')}.`,
      remedy:
        'Run under that pipeline name, route this table elsewhere, or set `adopt: true` (`--adopt`) to take it over.',
    });
  }
  if (context.database.dialect === 'cratedb')
    await context.execute({ sql: `REFRESH TABLE ${sqlName(table)}`, parameters: [] });
  const { rows } = await context.execute({ sql: `SELECT 1 FROM ${sqlName(table)} LIMIT 1`, parameters: [] });
  if (rows.length === 0) return;
  // Another process of this pipeline claims a table before it writes to it: who sees its rows sees the claim as well.
  if ((await readStoredTable(context, known.source))?.definition !== undefined) return;
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
