import type { TableChange, TableName } from '@drayage/record-decoder';
import type { WriteContext } from '../execute/write-context.js';
import { rewriteSchemaName, rewriteTableName } from '../names/rewrite-name.js';
import { refuse, type ChangeRefusal } from '../plan/change-refusal.js';
import { evolveDefinition, type Evolution } from '../plan/evolve-definition.js';
import { lateNames } from '../plan/late-names.js';
import { nextDefinition } from '../plan/next-definition.js';
import type { StoredDefinition } from '../plan/stored-definition.js';
import { dropTable } from '../plan/table-ddl.js';
import { resolveTablePolicy } from '../policy/resolve-table-policy.js';
import { schemaHalted } from '../policy/schema-halt.js';
import type { WritePolicy } from '../write-policy.js';
import { newKnownTable, type KnownTable } from './known-table.js';
import { renameTable } from './rename-table.js';
import { REVIVED, type TableRegistry, type UnknownTables } from './table-registry.js';

/** How long a `drop-table` waits for the `create-table` of a reload, in stream time, before `onDropTable: apply` acts. */
const DROP_GRACE_MICROS = 60_000_000;

/** Names that a table may have had one after another; one that was left and taken again leads in a circle. */
const MAX_HOPS = 20;

export interface TableChangeContext {
  readonly context: WriteContext;
  readonly registry: TableRegistry;
  readonly policy: WritePolicy;
  readonly unknownTables: UnknownTables;
}

/** What became of a control record: `undefined`, it is applied or changes nothing; `wait`, for the table it is about. */
export type TableChangeOutcome = ChangeRefusal | 'wait' | undefined;

/** Applies one control record. Idempotent; one that is older than what is known of the table changes nothing. */
export async function applyTableChange(tables: TableChangeContext, change: TableChange): Promise<TableChangeOutcome> {
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

/** The first definition, a load that begins, or a definition told once more. */
async function create(tables: TableChangeContext, change: TableChange): Promise<ChangeRefusal | undefined> {
  const { registry } = tables;
  return registry.memory.serially(async () => {
    await registry.memory.current(change.table);
    const name = registry.memory.tableOf(change);
    const known = (await registry.memory.current(name)) ?? fresh(tables, name);
    const outdated = isOutdated(known.definition, change);
    if (outdated && known.definition?.renamedTo !== undefined && known.definition.renaming !== true) return undefined;
    const opensEra = !isOutdatedEra(known, change) && change.timeMicros !== known.eraStartedAt;
    if ((outdated || known.definition === undefined) && isOutdatedEra(known, change)) return undefined;
    const definition = outdated ? known.definition : (defined(known, change, opensEra) ?? known.definition);
    if (definition === undefined) {
      registry.memory.adopt(known);
      return undefined;
    }
    const wasSuspended = known.state === 'suspended';
    const ready = await registry.readied(known, present(definition, change));
    if (ready.kind === 'refused') return ready.refusal;
    if (ready.kind === 'left-out') return undefined;
    if (!(await registry.openEra(known, change)) && wasSuspended) await registry.memory.save(known);
    return undefined;
  });
}

async function drop(tables: TableChangeContext, change: TableChange): Promise<undefined> {
  const { registry } = tables;
  return registry.memory.serially(async () => {
    const known = await registry.memory.current(change.table);
    if (known?.definition === undefined || known.definition.renamedTo !== undefined || isOutdatedEra(known, change))
      return undefined;
    if (change.timeMicros !== undefined && (known.lastChangeMicros ?? -Infinity) > change.timeMicros) {
      // Newer rows tell that the table is there again.
      if (known.state === 'live') await registry.setIncomplete(known, REVIVED);
      return undefined;
    }
    // No load goes on without its table: what it did not bring is gone.
    if (known.state === 'loading') await registry.endLoadByDrop(known);
    known.droppedAt = change.timeMicros ?? null;
    known.state = 'dropped-at-source';
    known.reason = 'The table was dropped at the source.';
    if (change.timeMicros !== undefined) known.definition = { ...known.definition, droppedAt: change.timeMicros };
    await registry.memory.save(known);
    return undefined;
  });
}

async function evolve(tables: TableChangeContext, change: TableChange): Promise<TableChangeOutcome> {
  const { registry } = tables;
  return registry.memory.serially(async () => {
    const known = (await alteredTable(registry, change)) ?? fresh(tables, registry.memory.tableOf(change));
    const before = known.definition;
    if (
      (before?.renamedTo !== undefined && before.renaming !== true) ||
      (before === undefined && isOutdatedEra(known, change))
    )
      return undefined;
    if (before !== undefined && isOutdated(before, change)) {
      const late =
        known.state === 'suspended' || known.policy.schemaChanges.columns !== 'evolve'
          ? undefined
          : lateNames(before, change);
      const ready = late === undefined ? undefined : await registry.readied(known, late);
      if (ready?.kind === 'ready' && isCleared(before, known)) await registry.settle(known);
      return ready?.kind === 'refused' ? ready.refusal : undefined;
    }
    // A suspended table waits for a definition that tells its key; the load that mends it tells all the rest.
    if (known.state === 'suspended' && (change.definition?.primaryKey ?? []).length === 0) return undefined;
    const evolution = evolveDefinition(before, change);
    // The `create-table` before it may come later, from another shard.
    if (evolution === undefined && before === undefined && tables.unknownTables === 'wait') return 'wait';
    if (evolution === undefined) return untold(registry, change);
    haltIfTold(known, evolution);
    const definition = nextDefinition(before, { evolution, change, policy: known.policy, opensEra: false });
    const ready = await registry.readied(known, definition);
    if (ready.kind === 'refused') return ready.refusal;
    const unclear = undecided(known.definition);
    if (unclear.length > 0 && known.state !== 'incomplete')
      await registry.setIncomplete(known, unclearReason(change, unclear));
    return undefined;
  });
}

/** The table by the name it has now: no table of a name that was left is altered before a `create-table` of it. */
async function alteredTable(registry: TableRegistry, change: TableChange): Promise<KnownTable | undefined> {
  let known = await registry.memory.current(registry.memory.tableOf(change));
  for (let hops = 0; hops < MAX_HOPS && known?.definition?.renaming !== true; hops += 1) {
    const to = known?.definition?.renamedTo;
    if (to === undefined) break;
    known = await registry.memory.current(to);
  }
  return known;
}

/** What a definition says once a load or a definition of it came: the table is there, under this name, unless dropped later. */
function present(definition: StoredDefinition, { timeMicros }: TableChange): StoredDefinition {
  const { droppedAt } = definition;
  const isDropped = droppedAt !== undefined && timeMicros !== undefined && timeMicros < droppedAt;
  return { ...definition, renamedTo: undefined, renaming: undefined, droppedAt: isDropped ? droppedAt : undefined };
}

function defined(known: KnownTable, change: TableChange, opensEra: boolean): StoredDefinition | undefined {
  // Of a name that its table left, nothing but the name is left.
  const before = known.definition?.renamedTo === undefined ? known.definition : undefined;
  const evolution = evolveDefinition(before, change);
  if (evolution === undefined) return undefined;
  haltIfTold(known, evolution);
  const next = nextDefinition(before, { evolution, change, policy: known.policy, opensEra });
  const renames = known.definition?.renames;
  return renames === undefined ? next : { ...next, renames };
}

/**
 * The message does not say what changed. Rows bring a new column, and a column of another type takes what fits: nothing is
 * lost by going on. Of columns that may have another name now, somebody has to know.
 */
function untold(registry: TableRegistry, { table, operation }: TableChange): ChangeRefusal | undefined {
  if (operation === 'add-column' || operation === 'column-type-change') {
    const lacking =
      operation === 'add-column'
        ? 'which column was added; its type is guessed when a row brings it'
        : 'which type changed; values that do not fit become dead letters';
    registry.warnings.add(`${table.schema}.${table.table}: a message ${operation} does not say ${lacking}`);
    return undefined;
  }
  return refuse('ddl-failed', `The ${operation} message does not say what changed.`);
}

function haltIfTold({ policy, source }: KnownTable, { renamed, dropped, unclear }: Evolution): void {
  if (policy.schemaChanges.columns !== 'halt') return;
  const [name] = [...renamed.map(({ from }) => from), ...dropped, ...unclear];
  if (name !== undefined) throw schemaHalted('columns', source, `Column ${name} was renamed or dropped at the source`);
}

function undecided(definition: StoredDefinition | undefined): readonly string[] {
  return (definition?.formerNames ?? []).filter(({ standing }) => standing === 'undecided').map(({ former }) => former);
}

/** Begins what a table is incomplete for until somebody says what became of its columns. */
const UNCLEAR = 'left open whether the columns';

/** Whether every column that it was unclear of turns out to be dropped: then no other column lacks its values. */
function isCleared(before: StoredDefinition, { definition, state, reason }: KnownTable): boolean {
  const names = undecided(before);
  if (names.length === 0 || state !== 'incomplete' || reason?.includes(UNCLEAR) !== true) return false;
  return names.every((name) =>
    definition?.formerNames?.every(
      ({ former, present, standing }) => former !== name || (present === null && standing === undefined),
    ),
  );
}

function unclearReason({ operation }: TableChange, names: readonly string[]): string {
  return (
    `A ${operation} message ${UNCLEAR} ${names.join(', ')} were dropped or renamed, or their values do not fit. ` +
    'They stay in the target, and columns that came may lack values: reload the table.'
  );
}

/** With `onDropTable: apply`: drops what no `create-table` followed. `streamMicros`: newest message time seen. */
export async function applyPendingDrops(
  tables: Omit<TableChangeContext, 'unknownTables'>,
  streamMicros: number,
): Promise<void> {
  const { registry, context } = tables;
  for (const known of registry.memory.all()) {
    const due = known.droppedAt !== null && streamMicros - known.droppedAt > DROP_GRACE_MICROS;
    if (!due || known.policy.onDropTable !== 'apply') continue;
    const { dialect } = context.database;
    const { target } = known.policy;
    const name = { schema: rewriteSchemaName(target.schema, dialect), table: rewriteTableName(target.table, dialect) };
    await registry.memory.serially(async () => {
      if (known.claimed) await context.execute(dropTable(name));
      // The time is kept: late rows from before the drop do not make the table once more.
      Object.assign(known, {
        definition: undefined,
        table: undefined,
        claimed: false,
        eraStartedAt: known.droppedAt,
        droppedAt: null,
      });
      await registry.memory.save(known);
    });
  }
}

function fresh(tables: Pick<TableChangeContext, 'policy'>, source: TableName): KnownTable {
  return newKnownTable(source, resolveTablePolicy(tables.policy, source));
}

function isOutdated(definition: StoredDefinition | undefined, { timeMicros }: TableChange): boolean {
  const at = definition?.definedAt ?? null;
  return timeMicros !== undefined && ((at !== null && timeMicros < at) || isLeft(definition, timeMicros));
}

/** Whether the table got another name after the message. */
function isLeft(definition: StoredDefinition | undefined, timeMicros: number): boolean {
  return (
    definition?.renamedTo !== undefined &&
    definition.renaming !== true &&
    (definition.renames ?? []).some(({ untilMicros }) => timeMicros < untilMicros)
  );
}

function isOutdatedEra(known: KnownTable, change: TableChange): boolean {
  return known.eraStartedAt !== null && change.timeMicros !== undefined && change.timeMicros < known.eraStartedAt;
}
