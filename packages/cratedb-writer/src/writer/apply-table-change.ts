import type { TableChange, TableName } from '@drayage/record-decoder';
import type { WriteContext } from '../execute/write-context.js';
import { readCatalogue } from '../catalogue/read-catalogue.js';
import type { TargetColumn } from '../catalogue/target-table.js';
import { rewriteColumnName, rewriteSchemaName, rewriteTableName } from '../names/rewrite-name.js';
import { quoteIdentifier } from '../names/quote-identifier.js';
import { refuse, type ChangeRefusal } from '../plan/change-refusal.js';
import { evolveDefinition, type Evolution } from '../plan/evolve-definition.js';
import { formerNames } from '../plan/former-names.js';
import { dropColumn, dropTable, renameColumn, sqlName } from '../plan/table-ddl.js';
import { resolveTablePolicy } from '../policy/resolve-table-policy.js';
import type { WritePolicy } from '../write-policy.js';
import { standingTable } from './ensure-table.js';
import { newKnownTable, type KnownTable, type StoredDefinition } from './known-table.js';
import { forgetTable } from './table-memory.js';
import type { TableRegistry } from './table-registry.js';

/** How long a `drop-table` waits for the `create-table` of a reload, in stream time, before `onDropTable: apply` acts. */
const DROP_GRACE_MICROS = 60_000_000;

export interface TableChangeContext {
  readonly context: WriteContext;
  readonly registry: TableRegistry;
  readonly policy: WritePolicy;
}

/** Applies one control record. Idempotent; one that is older than what is known of the table changes nothing. */
export async function applyTableChange(tables: TableChangeContext, change: TableChange): Promise<ChangeRefusal | undefined> {
  switch (change.operation) {
    case 'create-table':
      return create(tables, change);
    case 'drop-table':
      return drop(tables, change);
    case 'rename-table':
      return renameTable(tables, change);
    case 'add-column':
    case 'drop-column':
    case 'rename-column':
    case 'change-columns':
    case 'column-type-change':
      return evolve(tables, change);
  }
}

async function create(tables: TableChangeContext, change: TableChange): Promise<ChangeRefusal | undefined> {
  const { registry } = tables;
  return registry.serially(async () => {
    const known = (await registry.current(change.table)) ?? fresh(tables, change.table);
    const outdated = isOutdated(known.definition, change);
    if (outdated && isOutdatedEra(known, change)) return undefined;
    const definition = outdated ? known.definition : (storedDefinition(known, change) ?? known.definition);
    if (definition === undefined) {
      registry.adopt(known);
      return undefined;
    }
    const wasSuspended = known.state === 'suspended';
    const ready = await registry.readied(known, definition);
    if (ready.kind === 'refused') return ready.refusal;
    if (!(await registry.openEra(known, change)) && wasSuspended) await registry.save(known);
    return undefined;
  });
}

async function drop(tables: TableChangeContext, change: TableChange): Promise<undefined> {
  const { registry } = tables;
  return registry.serially(async () => {
    const known = await registry.current(change.table);
    if (known === undefined || isOutdatedEra(known, change)) return undefined;
    known.droppedAt = change.timeMicros ?? null;
    known.state = 'dropped-at-source';
    known.reason = 'The table was dropped at the source.';
    await registry.save(known);
    return undefined;
  });
}

async function evolve(tables: TableChangeContext, change: TableChange): Promise<ChangeRefusal | undefined> {
  const { registry } = tables;
  return registry.serially(async () => {
    const known = (await registry.current(change.table)) ?? fresh(tables, change.table);
    if (isOutdated(known.definition, change)) return undefined;
    const evolution = evolveDefinition(known.definition, change);
    if (evolution === undefined && change.operation === 'add-column' && known.definition !== undefined) {
      // Rows bring the column, and its type is guessed then.
      registry.warnings.add(`${change.table.schema}.${change.table.table}: an add-column message does not say which column was added`);
      return undefined;
    }
    if (evolution === undefined) {
      return refuse('ddl-failed', `The ${change.operation} message does not say what changed, and no definition of the table is known.`);
    }
    await evolveTarget(tables, known, evolution);
    const names = formerNames(known.definition?.formerNames ?? [], known.definition, evolution, change.timeMicros);
    const ready = await registry.readied(known, {
      ...evolution.definition,
      columnsKnown: change.definition !== undefined || known.definition?.columnsKnown === true,
      definedAt: change.timeMicros ?? null,
      ...(names.length === 0 ? {} : { formerNames: names }),
    });
    return ready.kind === 'refused' ? ready.refusal : undefined;
  });
}

/** Renames and drops columns where they stand, by the names the present definition has for them. */
async function evolveTarget({ context }: TableChangeContext, known: KnownTable, evolution: Evolution): Promise<void> {
  if (!known.claimed || known.definition === undefined || evolution.renamed.length + evolution.dropped.length === 0) return;
  const standing = await standingTable(context, known, known.definition);
  if (standing === undefined) return;
  const { table, existing } = standing;
  const stands = (name: string): boolean => existing.columns.some((column) => column.place === 'column' && column.name === name);
  const columnOf = (source: string): TargetColumn | undefined => {
    const column = table.columns.find((candidate) => candidate.source === source);
    return column?.place === 'column' && stands(column.name) ? column : undefined;
  };
  for (const { from, to } of evolution.renamed) {
    const column = columnOf(from);
    const name = rewriteColumnName(to, table.dialect);
    if (column !== undefined && !stands(name)) await context.execute(renameColumn(table, column, name));
  }
  for (const dropped of evolution.dropped) {
    const column = columnOf(dropped);
    if (column !== undefined && !column.isKey) await context.execute(dropColumn(table, column));
  }
}

async function renameTable(tables: TableChangeContext, change: TableChange): Promise<ChangeRefusal | undefined> {
  const { registry, policy } = tables;
  const to = change.renamedTo;
  if (to === undefined) return refuse('ddl-failed', 'The rename-table message does not say the new name.');
  return registry.serially(async () => {
    const known = await registry.current(change.table);
    const definition = known?.definition;
    if (known === undefined || definition === undefined || definition.renamedTo !== undefined) return undefined;
    if (isOutdated(definition, change)) return undefined;
    const { eraStartedAt, loadCompletedAt, state, claimed } = known;
    const renamed = newKnownTable(to, resolveTablePolicy(policy, to));
    const refusal = await renameTarget(tables, known, definition, renamed);
    if (refusal !== undefined) return refusal;
    Object.assign(renamed, { state, eraStartedAt, loadCompletedAt, claimed });
    const definedAt = change.timeMicros ?? null;
    const ready = await registry.readied(renamed, { ...definition, definedAt });
    if (ready.kind === 'refused') return ready.refusal;
    await registry.save(renamed);
    // The old name is remembered, so that what is delivered again under it does not make the table a second time.
    Object.assign(known, { definition: { ...definition, definedAt, renamedTo: to }, table: undefined, state: 'live' });
    known.eraStartedAt = change.timeMicros ?? known.eraStartedAt;
    await registry.save(known);
    return undefined;
  });
}

async function renameTarget(
  { context }: TableChangeContext,
  known: KnownTable,
  definition: StoredDefinition,
  renamed: KnownTable,
): Promise<ChangeRefusal | undefined> {
  const from = known.policy.target;
  const to = renamed.policy.target;
  if (!known.claimed || (from.schema === to.schema && from.table === to.table)) return undefined;
  const standing = await standingTable(context, known, definition);
  if (standing === undefined) return undefined;
  const { table } = standing;
  if (from.schema !== to.schema) return notRenamed('the new name belongs to another schema of the target');
  const name = rewriteTableName(to.table, table.dialect);
  const taken = await readCatalogue(context.database, { ...table.target, table: name });
  if (taken !== undefined) return notRenamed('a table of the new name stands there already');
  await context.execute({ sql: `ALTER TABLE ${sqlName(table)} RENAME TO ${quoteIdentifier(name)}`, parameters: [] });
  return undefined;
}

function notRenamed(why: string): ChangeRefusal {
  return refuse('ddl-failed', `The target table keeps its name: ${why}.`);
}

/** With `onDropTable: apply`: drops what no `create-table` followed. `streamMicros`: newest message time seen. */
export async function applyPendingDrops(tables: TableChangeContext, streamMicros: number): Promise<void> {
  const { registry, context } = tables;
  for (const known of registry.all()) {
    const due = known.droppedAt !== null && streamMicros - known.droppedAt > DROP_GRACE_MICROS;
    if (!due || known.policy.onDropTable !== 'apply') continue;
    const { dialect } = context.database;
    const { target } = known.policy;
    const name = { schema: rewriteSchemaName(target.schema, dialect), table: rewriteTableName(target.table, dialect) };
    await registry.serially(async () => {
      if (known.claimed) await context.execute(dropTable(name));
      await context.execute(forgetTable(context, known.source));
      registry.forget(known);
    });
  }
}

function fresh(tables: TableChangeContext, source: TableName): KnownTable {
  return newKnownTable(source, resolveTablePolicy(tables.policy, source));
}

function storedDefinition(known: KnownTable, change: TableChange): StoredDefinition | undefined {
  const { definition, timeMicros } = change;
  if (definition === undefined) return undefined;
  const names = formerNames(known.definition?.formerNames ?? [], known.definition, { definition, renamed: [], dropped: [] }, timeMicros);
  return { ...definition, columnsKnown: true, definedAt: timeMicros ?? null, ...(names.length === 0 ? {} : { formerNames: names }) };
}

function isOutdated(definition: StoredDefinition | undefined, change: TableChange): boolean {
  const at = definition?.definedAt ?? null;
  return at !== null && change.timeMicros !== undefined && change.timeMicros < at;
}

function isOutdatedEra(known: KnownTable, change: TableChange): boolean {
  return known.eraStartedAt !== null && change.timeMicros !== undefined && change.timeMicros < known.eraStartedAt;
}
