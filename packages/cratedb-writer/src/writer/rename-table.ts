import type { TableChange, TableName } from '@drayage/record-decoder';
import type { WriteContext } from '../execute/write-context.js';
import { tableId } from '../catalogue/target-table.js';
import { readCatalogue } from '../catalogue/read-catalogue.js';
import { rewriteTableName } from '../names/rewrite-name.js';
import { refuse, type ChangeRefusal } from '../plan/change-refusal.js';
import type { StoredDefinition } from '../plan/stored-definition.js';
import { resolveTablePolicy } from '../policy/resolve-table-policy.js';
import { schemaHalted } from '../policy/schema-halt.js';
import type { WritePolicy } from '../write-policy.js';
import { standingTable } from './ensure-table.js';
import { newKnownTable, type KnownTable } from './known-table.js';
import type { TableRegistry } from './table-registry.js';

export interface RenameContext {
  readonly context: WriteContext;
  readonly registry: TableRegistry;
  readonly policy: WritePolicy;
}

/**
 * A table got another name. It takes its rows, era and state along; the old name remembers where it went, so that changes
 * from before are written to the table under its new name.
 *
 * Stored before anything is done, the old name first: whoever meets a row of either name finds the way, and does not make
 * the table of the old name once more.
 */
export async function renameTable(tables: RenameContext, change: TableChange): Promise<ChangeRefusal | undefined> {
  const { registry, policy } = tables;
  const { renamedTo, timeMicros } = change;
  if (renamedTo === undefined) return refuse('ddl-failed', 'The rename-table message does not say the new name.');
  return registry.memory.serially(async () => {
    const known = await registry.memory.current(change.table);
    await registry.memory.current(renamedTo);
    // A later rename of the new name may have come before.
    const to = registry.memory.tableOf({ table: renamedTo, timeMicros });
    const definition = known?.definition;
    if (known === undefined || definition === undefined) {
      // Nobody told of the table yet: what is still to come under the old name is of the new one.
      await leave(
        registry,
        Object.assign(known ?? newKnownTable(change.table, resolveTablePolicy(policy, change.table)), {
          definition: NOTHING,
        }),
        change,
        false,
      );
      return undefined;
    }
    // The new name was left for this one again: the table is where it was.
    if (tableId(to) === tableId(change.table)) return undefined;
    if (isDone(definition, change)) {
      if (isRepeated(definition, change)) await leave(registry, known, change, false);
      return undefined;
    }
    if (known.policy.schemaChanges.tables !== 'evolve') return notFollowed(tables, known, to.table);
    const present = await registry.memory.current(to);
    if (isLoadedSince(present, change.timeMicros)) {
      // The new name has a load of its own that began after the rename: nothing of the old table is missing there.
      await leave(registry, known, change, false);
      return undefined;
    }
    const renamed = Object.assign(newKnownTable(to, resolveTablePolicy(policy, to)), { memory: present?.memory });
    const movedFrom = await renamedTarget(tables, known, definition, renamed);
    if (movedFrom !== undefined && 'code' in movedFrom) {
      // Another process may have renamed it since this one read of the table; it told so before.
      const again = await registry.memory.current(change.table);
      if (again?.definition?.renamedTo !== undefined) return undefined;
      if (present?.definition !== undefined) await markUnmerged(registry, present, known);
      return movedFrom;
    }
    const { eraStartedAt, loadCompletedAt, newestChangeMicros, state, reason, droppedAt, claimed } = known;
    Object.assign(renamed, { eraStartedAt, loadCompletedAt, newestChangeMicros, state, reason, droppedAt, claimed });
    await leave(registry, known, change, true);
    const renames = present?.definition?.renames;
    const ready = await registry.readied(renamed, {
      ...definition,
      renamedTo: undefined,
      renaming: undefined,
      renames,
      movedFrom,
    });
    if (ready.kind === 'refused') return ready.refusal;
    await registry.memory.save(renamed);
    await leave(registry, known, change, false);
    return undefined;
  });
}

const NOTHING: StoredDefinition = { columns: [], primaryKey: [], columnsKnown: false, definedAt: null };

/** Whether the name was left before, by this message or a later one, or tells of a newer table than the message. */
function isDone(definition: StoredDefinition, { timeMicros = Infinity }: TableChange): boolean {
  if (definition.renamedTo !== undefined) return definition.renaming !== true;
  return (definition.definedAt ?? -Infinity) > timeMicros;
}

/** A stretch that DMS sends once more bears new times, and speaks of the table by its old name up to this message. */
function isRepeated({ renamedTo, renames = [] }: StoredDefinition, change: TableChange): boolean {
  const { timeMicros, renamedTo: to } = change;
  if (to === undefined || timeMicros === undefined || renamedTo === undefined || tableId(renamedTo) !== tableId(to))
    return false;
  return timeMicros > (renames.at(-1)?.untilMicros ?? -Infinity);
}

/** The old name: no table of the source bears it since. */
async function leave(
  registry: TableRegistry,
  known: KnownTable,
  change: TableChange,
  renaming: boolean,
): Promise<void> {
  const { definition } = known;
  const { timeMicros, renamedTo } = change;
  if (definition === undefined || renamedTo === undefined) return;
  const all = definition.renames ?? [];
  const isSame = definition.renamedTo !== undefined && tableId(definition.renamedTo) === tableId(renamedTo);
  const earlier = isSame ? all.slice(0, -1) : all;
  const renames = timeMicros === undefined ? earlier : [...earlier, { to: renamedTo, untilMicros: timeMicros }];
  known.definition = { ...definition, renamedTo, renames, renaming: renaming || undefined };
  known.table = undefined;
  if (!renaming) Object.assign(known, { state: 'live', reason: null, droppedAt: null });
  registry.memory.adopt(known);
  await registry.memory.save(known);
}

function isLoadedSince(present: KnownTable | undefined, renamedAt: number | undefined): boolean {
  return (
    renamedAt !== undefined &&
    present?.eraStartedAt != null &&
    present.definition?.renamedTo === undefined &&
    present.eraStartedAt > renamedAt
  );
}

/** Rows made a table of the new name before the message came: it lacks the rows of the old one. */
async function markUnmerged(registry: TableRegistry, present: KnownTable, known: KnownTable): Promise<void> {
  if (present.definition?.renamedTo !== undefined || present.state === 'dropped-at-source') return;
  present.state = 'incomplete';
  present.reason = `Rows from before a rename are in ${known.policy.target.schema}.${known.policy.target.table}. Reload the table.`;
  await registry.memory.save(present);
}

function notFollowed({ registry }: RenameContext, known: KnownTable, name: string): ChangeRefusal | undefined {
  const message = `The table was renamed to ${name}, and the policy makes no table of another name`;
  switch (known.policy.schemaChanges.tables) {
    case 'halt':
      throw schemaHalted('tables', known.source, message);
    case 'freeze':
      return refuse('schema-frozen', `${message} (schemaChanges.tables: freeze).`);
    default:
      registry.warnings.add(
        `${known.source.schema}.${known.source.table}: ${message} (schemaChanges.tables: discard).`,
      );
      return undefined;
  }
}

/** The target table that is to be renamed; `undefined`: none has to be. */
async function renamedTarget(
  { context }: RenameContext,
  known: KnownTable,
  definition: StoredDefinition,
  renamed: KnownTable,
): Promise<TableName | ChangeRefusal | undefined> {
  const from = known.policy.target;
  const to = renamed.policy.target;
  if (!known.claimed || (from.schema === to.schema && from.table === to.table)) return undefined;
  const standing = await standingTable(context, known, definition);
  if (standing === undefined) return undefined;
  const { target, dialect } = standing.table;
  if (from.schema !== to.schema) return notRenamed('the new name belongs to another schema of the target');
  const taken = await readCatalogue(context.database, { ...target, table: rewriteTableName(to.table, dialect) });
  return taken === undefined ? target : notRenamed('a table of the new name stands there already');
}

function notRenamed(why: string): ChangeRefusal {
  return refuse('ddl-failed', `The target table keeps its name: ${why}.`);
}
