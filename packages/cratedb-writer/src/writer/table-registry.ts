import type { RowChange, TableChange, TableDefinition, TableName } from '@drayage/record-decoder';
import { EXISTING_TYPE, type ExistingTable } from '../catalogue/existing-table.js';
import { readCatalogue } from '../catalogue/read-catalogue.js';
import { ID_COLUMN, tableId } from '../catalogue/target-table.js';
import { makeDrayageTables } from '../execute/make-drayage-tables.js';
import type { WriteContext } from '../execute/write-context.js';
import { restoreName, rewriteSchemaName, rewriteTableName } from '../names/rewrite-name.js';
import { resolveTablePolicy } from '../policy/resolve-table-policy.js';
import { refuse, type ChangeRefusal } from '../plan/change-refusal.js';
import { guessColumn } from '../plan/evolve-definition.js';
import { SinkError } from '../sink-error.js';
import type { WritePolicy } from '../write-policy.js';
import { ensureTable } from './ensure-table.js';
import { newKnownTable, type KnownTable, type StoredDefinition } from './known-table.js';
import { endLoad, finishLoad, loseRows, openEra, type EraOptions, type LostRows, type SweepTime } from './table-eras.js';
import { readStoredTable, readTableMemory, saveKnownTable, type StoredTable } from './table-memory.js';
import { readStates } from './table-states.js';
import { TaskStatuses } from './task-statuses.js';

/** What to do with a row of a table that nobody told of: wait for its `create-table`, or decide now. */
export type UnknownTables = 'wait' | 'decide';

/** Begins the reason of a suspension that is about the number of letters, and not about the table. */
export const TOO_MANY_LETTERS = 'too-many-letters';

export type RowTable =
  | { readonly kind: 'ready'; readonly known: KnownTable }
  | { readonly kind: 'wait' }
  | { readonly kind: 'stale' }
  | { readonly kind: 'refused'; readonly refusal: ChangeRefusal };

/**
 * The tables of one pipeline: `drayage.tables` as memory, the target's catalogue as truth. What changes a table runs
 * one after another; rows of other batches may be written meanwhile, which is harmless: definitions only grow, and
 * what they lose makes a statement fail and be planned anew.
 */
export class TableRegistry {
  readonly warnings = new Set<string>();
  /** What DMS's tasks said of themselves. */
  readonly tasks = new TaskStatuses();
  readonly eras: EraOptions;
  private readonly context: WriteContext;
  private readonly policy: WritePolicy;
  private readonly now: () => Date;
  private readonly tables = new Map<string, KnownTable>();
  private turn: Promise<unknown> = Promise.resolve();

  constructor(context: WriteContext, policy: WritePolicy, options: { readonly now: () => Date; readonly sweep: SweepTime }) {
    this.context = context;
    this.policy = policy;
    this.now = options.now;
    this.eras = { context, policy, registry: this, tasks: this.tasks, ...options };
  }

  /** Makes the `drayage.*` tables and reads what earlier processes knew. */
  async start(): Promise<void> {
    await makeDrayageTables(this.context);
    for (const stored of await readTableMemory(this.context)) this.remember(stored);
  }

  all(): readonly KnownTable[] {
    return [...this.tables.values()];
  }

  find(source: TableName): KnownTable | undefined {
    return this.tables.get(tableId(source));
  }

  /** Runs one change of a table at a time. */
  serially<T>(work: () => Promise<T>): Promise<T> {
    const run = this.turn.then(work);
    this.turn = run.catch(() => undefined);
    return run;
  }

  /**
   * What is known of a table, with what other processes of this pipeline stored meanwhile. For whatever is not a row:
   * there one reads the memory once, and learns of other processes by their tombstones and by the catalogue.
   */
  async current(source: TableName): Promise<KnownTable | undefined> {
    const stored = await readStoredTable(this.context, source);
    const known = this.find(source);
    if (stored === undefined) return known;
    if (known === undefined) return this.remember(stored);
    if (isNewer(stored, known)) Object.assign(known, stateOf(stored), { table: undefined });
    return known;
  }

  /** The table a row goes to, made ready to be written. */
  async forRow(change: RowChange, unknown: UnknownTables): Promise<RowTable> {
    const known = this.find(change.table);
    if (known?.state === 'suspended' && (await this.isStillSuspended(known))) return { kind: 'refused', refusal: suspendedRefusal(known) };
    if (known?.table !== undefined) return { kind: 'ready', known };
    return this.serially(async () => {
      const present = this.find(change.table) ?? (await this.recall(change.table));
      if (present?.table !== undefined) return { kind: 'ready', known: present };
      if (isRenamedAway(present, change)) return { kind: 'stale' };
      if (present?.definition !== undefined && present.definition.renamedTo === undefined) {
        return this.readied(present, present.definition);
      }
      const found = present ?? newKnownTable(change.table, resolveTablePolicy(this.policy, change.table));
      const definition = (await this.definitionFromTarget(found, change)) ?? this.definitionFromRow(found, change, unknown);
      if (definition !== undefined) {
        const lacking = lackingKey(definition, change);
        return lacking === undefined ? await this.readied(found, definition) : { kind: 'refused', refusal: lacking };
      }
      if (unknown === 'wait') return { kind: 'wait' };
      const message = 'No create-table was seen for this table, and it does not exist in the target.';
      return { kind: 'refused', refusal: refuse('unknown-table', message) };
    });
  }

  /** Adds the columns of a row that the table lacks. */
  async widen(known: KnownTable, change: RowChange): Promise<RowTable> {
    return this.serially(async () => {
      // Another process of this pipeline may have seen the control record.
      const present = (await readStoredTable(this.context, known.source))?.definition ?? known.definition;
      if (present === undefined) return this.readied(known, emptyDefinition());
      const names = new Set(present.columns.map((column) => column.name));
      const added = Object.entries(change.values).flatMap(([name, value]) =>
        names.has(name) || value === null ? [] : [guessColumn(name, value)],
      );
      for (const column of added) this.warn(known, `column ${column.name} came in a row before DMS told of it; its type is guessed`);
      return this.readied(known, { ...present, columns: [...present.columns, ...added] });
    });
  }

  /** Opens the table's next era if the message is newer than the present one; answers whether it did. */
  openEra(known: KnownTable, change: TableChange): Promise<boolean> {
    return openEra(this.eras, known, change);
  }

  /** Takes an era over that another process of this pipeline opened. */
  async followEra(known: KnownTable, eraStartedAt: number): Promise<void> {
    if (known.eraStartedAt !== null && eraStartedAt <= known.eraStartedAt) return;
    await this.serially(async () => {
      const stored = await readStoredTable(this.context, known.source);
      if (stored !== undefined) Object.assign(known, stateOf(stored), { table: undefined });
    });
  }

  /** The tables that load, and that a task speaks for; also those that other processes of this pipeline made. */
  async loadingOf(task: string): Promise<readonly KnownTable[]> {
    const loading = (await readStates(this.context)).filter(({ state }) => state === 'loading');
    return this.serially(async () => {
      const known: (KnownTable | undefined)[] = [];
      for (const { source } of loading) known.push(await this.current(source));
      return known.filter((table) => table !== undefined).filter(({ taskId }) => this.tasks.speaksFor(task, taskId));
    });
  }

  /** The load had ended by that time; answers how many rows of earlier eras were swept. */
  endLoad(known: KnownTable, atMicros: number): Promise<number> {
    return this.serially(() => endLoad(this.eras, known, atMicros));
  }

  /** Somebody says that the load is complete and all of it applied: what it did not bring is swept now. */
  completeLoad(known: KnownTable): Promise<number> {
    return this.serially(() => finishLoad(this.eras, known, known.loadCompletedAt ?? this.now()));
  }

  /** Makes the target hold a definition; a table that cannot be made so is suspended, and only that one. */
  async readied(known: KnownTable, definition: StoredDefinition): Promise<RowTable> {
    this.refuseTwin(known);
    const ensured = await ensureTable(this.context, known, definition);
    this.tables.set(tableId(known.source), known);
    if (!ensured.ok) {
      known.definition ??= definition;
      await this.suspend(known, ensured.code, ensured.message);
      return { kind: 'refused', refusal: refuse(ensured.code, ensured.message) };
    }
    for (const warning of ensured.warnings) this.warn(known, warning);
    const changed = !known.claimed || JSON.stringify(known.definition) !== JSON.stringify(definition);
    known.definition = definition;
    known.table = ensured.table;
    known.claimed = true;
    if (known.state === 'suspended' && !hasTooManyLetters(known)) {
      known.state = 'live';
      known.reason = null;
    }
    if (changed) await this.save(known);
    return { kind: 'ready', known };
  }

  /** Two source tables in one target table would overwrite and sweep each other's rows. */
  private refuseTwin(known: KnownTable): void {
    const target = tableId(known.policy.target);
    const twin = this.all().find(
      (other) => tableId(other.source) !== tableId(known.source) && other.claimed && tableId(other.policy.target) === target,
    );
    if (twin === undefined) return;
    const name = (table: TableName): string => `${table.schema}.${table.table}`;
    throw new SinkError('foreign-table', {
      message: `The source tables ${name(twin.source)} and ${name(known.source)} both go to ${name(known.policy.target)}.`,
      remedy: 'Route one of them to another table by `renameSchemas` or `tables[].target`.',
    });
  }

  async suspend(known: KnownTable, code: string, message: string): Promise<void> {
    known.state = 'suspended';
    known.reason = `${code}: ${message}`;
    known.table = undefined;
    await this.save(known);
  }

  /** Suspends a table for what is not wrong with its definition; one that is suspended already keeps its reason. */
  async suspendTable(source: TableName, code: string, message: string): Promise<void> {
    await this.serially(async () => {
      const known = (await this.current(source)) ?? newKnownTable(source, resolveTablePolicy(this.policy, source));
      this.tables.set(tableId(source), known);
      if (known.state !== 'suspended') await this.suspend(known, code, message);
    });
  }

  /** Ends a suspension for too many letters. */
  async resume(source: TableName): Promise<void> {
    await this.serially(async () => {
      const known = await this.current(source);
      if (known?.state !== 'suspended' || !hasTooManyLetters(known)) return;
      known.state = known.eraStartedAt !== null && known.loadCompletedAt === null ? 'loading' : 'live';
      known.reason = null;
      await this.save(known);
    });
  }

  /** Another process, such as `dray`, may have ended the suspension. */
  private async isStillSuspended(known: KnownTable): Promise<boolean> {
    const stored = await readStoredTable(this.context, known.source);
    if (stored === undefined || stored.state === 'suspended') return true;
    Object.assign(known, stateOf(stored), { table: undefined });
    return false;
  }

  /** DMS, or a gap, says that rows of this table are missing. */
  markIncomplete(source: TableName, loss: LostRows): Promise<void> {
    return this.serially(() => loseRows(this.eras, source, loss));
  }

  async save(known: KnownTable): Promise<void> {
    await this.context.execute(saveKnownTable(this.context, known, this.now()));
  }

  forget(known: KnownTable): void {
    this.tables.delete(tableId(known.source));
  }

  adopt(known: KnownTable): void {
    this.tables.set(tableId(known.source), known);
  }

  tombstonesExpireAt(): Date {
    return new Date(this.now().getTime() + this.policy.tombstoneRetentionHours * 3_600_000);
  }

  private warn(known: KnownTable, text: string): void {
    this.warnings.add(`${known.source.schema}.${known.source.table}: ${text}`);
  }

  private async recall(source: TableName): Promise<KnownTable | undefined> {
    const stored = await readStoredTable(this.context, source);
    return stored === undefined ? undefined : this.remember(stored);
  }

  private remember(stored: StoredTable): KnownTable {
    const known = newKnownTable(stored.source, resolveTablePolicy(this.policy, stored.source));
    Object.assign(known, stateOf(stored));
    this.tables.set(tableId(stored.source), known);
    return known;
  }

  /** What a table that stands in the target tells of itself. */
  private async definitionFromTarget(known: KnownTable, change: RowChange): Promise<StoredDefinition | undefined> {
    const { dialect } = this.context.database;
    const { target, primaryKey } = known.policy;
    const existing = await readCatalogue(this.context.database, {
      schema: rewriteSchemaName(target.schema, dialect),
      table: rewriteTableName(target.table, dialect),
    });
    if (existing === undefined) return undefined;
    // One document is the whole key there, and its members stand in no catalogue.
    if (existing.layout === 'universal' && dialect === 'postgresql') {
      return primaryKey === undefined ? undefined : this.definitionFromRow(known, change, 'decide');
    }
    return { ...definitionOf(existing, primaryKey), columnsKnown: false, definedAt: null };
  }

  private definitionFromRow(known: KnownTable, change: RowChange, unknown: UnknownTables): StoredDefinition | undefined {
    const { primaryKey, mapping } = known.policy;
    if (unknown === 'wait' || (primaryKey === undefined && mapping !== 'universal')) return undefined;
    const columns = Object.entries({ ...change.before, ...change.values }).flatMap(([name, value]) =>
      value === null ? [] : [guessColumn(name, value)],
    );
    return { columns, primaryKey: primaryKey ?? [], columnsKnown: false, definedAt: null };
  }
}

function definitionOf(existing: ExistingTable, primaryKey: readonly string[] | undefined): TableDefinition {
  const isUsers = (name: string): boolean => !name.startsWith('drayage_');
  const place = existing.layout === 'universal' ? (at: string) => at !== 'column' : (at: string) => at === 'column';
  return {
    columns: existing.columns
      .filter((column) => place(column.place) && isUsers(column.name))
      .map((column) => ({ name: sourceName(column.name), type: EXISTING_TYPE, nullable: true })),
    primaryKey: primaryKey ?? existing.primaryKey.filter((name) => name !== ID_COLUMN).map(sourceName),
  };
}

/** A name that was cut to the target's limit cannot be told from the catalogue; it then stands for itself. */
function sourceName(name: string): string {
  return restoreName(name) ?? name;
}

function stateOf(stored: StoredTable): Partial<KnownTable> {
  return {
    definition: stored.definition,
    state: stored.state,
    reason: stored.reason,
    eraStartedAt: stored.eraStartedAt,
    loadCompletedAt: stored.loadCompletedAt,
    completeThroughMs: stored.completeThroughMs,
    // When it was dropped is not kept: an earlier process saw it, and its grace has passed or starts over with a create.
    droppedAt: stored.state === 'dropped-at-source' ? 0 : null,
    claimed: stored.definition !== undefined,
  };
}

/** Whether the stored state tells of a later era or definition than this process knows. */
function isNewer(stored: StoredTable, known: KnownTable): boolean {
  const later = (one: number | null | undefined, than: number | null | undefined): boolean => (one ?? -1) > (than ?? -1);
  return later(stored.eraStartedAt, known.eraStartedAt) || later(stored.definition?.definedAt, known.definition?.definedAt);
}

/** Whether the change is from before the table got another name: it was applied, or is refused, under that one. */
function isRenamedAway(known: KnownTable | undefined, change: RowChange): boolean {
  const definition = known?.definition;
  if (definition?.renamedTo === undefined || definition.definedAt === null || change.timeMicros === undefined) return false;
  return change.timeMicros < definition.definedAt;
}

/** Without its key a row cannot tell what table to make. */
function lackingKey(definition: StoredDefinition, change: RowChange): ChangeRefusal | undefined {
  const missing = definition.primaryKey.filter((name) => !definition.columns.some((column) => column.name === name));
  if (missing.length === 0) return undefined;
  return refuse('incomplete-key', `The ${change.operation} lacks key columns: ${missing.join(', ')}.`, missing[0]);
}

function hasTooManyLetters({ reason }: KnownTable): boolean {
  return reason?.startsWith(TOO_MANY_LETTERS) === true;
}

function suspendedRefusal(known: KnownTable): ChangeRefusal {
  const changed = known.reason?.startsWith('key-changed') === true;
  return refuse(changed ? 'key-changed' : 'table-suspended', `The table is suspended: ${known.reason ?? 'no reason was kept'}.`);
}

function emptyDefinition(): StoredDefinition {
  return { columns: [], primaryKey: [], columnsKnown: false, definedAt: null };
}
