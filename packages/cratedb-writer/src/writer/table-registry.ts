import type { RowChange, TableChange, TableName } from '@drayage/record-decoder';
import { readCatalogue } from '../catalogue/read-catalogue.js';
import { tableId, type TargetTable } from '../catalogue/target-table.js';
import type { WriteContext } from '../execute/write-context.js';
import { rewriteSchemaName, rewriteTableName } from '../names/rewrite-name.js';
import { resolveTablePolicy } from '../policy/resolve-table-policy.js';
import { refuse, type ChangeRefusal } from '../plan/change-refusal.js';
import { guessColumn } from '../plan/evolve-definition.js';
import { isFormerName } from '../plan/former-names.js';
import { hasOutstanding, settledDefinition } from '../plan/next-definition.js';
import type { StoredDefinition } from '../plan/stored-definition.js';
import { SinkError } from '../sink-error.js';
import type { WritePolicy } from '../write-policy.js';
import { discardingTable } from './discard-values.js';
import { ensureTable } from './ensure-table.js';
import { newKnownTable, type KnownTable } from './known-table.js';
import {
  definitionOf,
  emptyDefinition,
  frozenColumn,
  guessing,
  lackingKey,
  lackingTableKey,
  suspendedRefusal,
  unknownColumn,
} from './row-definition.js';
import { isBeforeDrop } from './stored-state.js';
import {
  endLoad,
  finishLoad,
  loseRows,
  openEra,
  type EraOptions,
  type LostRows,
  type SweepTime,
} from './table-eras.js';
import { TableMemory } from './table-memory.js';
import { readStates } from './table-states.js';
import { TaskStatuses } from './task-statuses.js';

/** What to do with a row of a table that nobody told of: wait for its `create-table`, or decide now. */
export type UnknownTables = 'wait' | 'decide';

/** Begins the reason of a suspension that is about the number of letters, and not about the table. */
export const TOO_MANY_LETTERS = 'too-many-letters';

export type RowTable =
  | { readonly kind: 'ready'; readonly known: KnownTable; readonly table: TargetTable }
  | { readonly kind: 'wait' }
  | { readonly kind: 'stale' }
  /** The policy discards the table: its rows are counted and left out. */
  | { readonly kind: 'left-out' }
  | { readonly kind: 'refused'; readonly refusal: ChangeRefusal };

/** Why a table is incomplete that was dropped and is there again. */
export const REVIVED =
  'The table was dropped at the source, and rows came after that without a create-table. Reload the table.';

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
  readonly memory: TableMemory;
  private readonly context: WriteContext;
  private readonly policy: WritePolicy;
  private readonly now: () => Date;

  constructor(
    context: WriteContext,
    policy: WritePolicy,
    options: { readonly now: () => Date; readonly sweep: SweepTime },
  ) {
    this.context = context;
    this.policy = policy;
    this.now = options.now;
    this.memory = new TableMemory(context, policy, options.now);
    this.eras = { context, policy, registry: this, tasks: this.tasks, ...options };
  }

  /** The table a row goes to, made ready to be written. */
  async forRow(change: RowChange, unknown: UnknownTables): Promise<RowTable> {
    const source = this.memory.tableOf(change);
    const known = this.memory.find(source);
    if (known?.leftOut === true) return { kind: 'left-out' };
    if (known?.state === 'suspended' && (await this.isStillSuspended(known)))
      return { kind: 'refused', refusal: suspendedRefusal(known) };
    if (known?.table !== undefined && !this.memory.isDoubtful) return { kind: 'ready', known, table: known.table };
    return this.memory.serially(async () => {
      const { source: name, known: present } = await this.memory.presentOf(change);
      if (present?.table !== undefined) return { kind: 'ready', known: present, table: present.table };
      if (isBeforeDrop(present, change)) return { kind: 'stale' };
      if (
        present?.definition !== undefined &&
        (present.definition.renamedTo === undefined || present.definition.renaming === true)
      ) {
        return this.readied(present, present.definition);
      }
      const found = present ?? newKnownTable(name, resolveTablePolicy(this.policy, name));
      const definition =
        (await this.definitionFromTarget(found, change)) ?? this.definitionFromRow(found, change, unknown);
      if (definition !== undefined) {
        const lacking = lackingKey(definition, change);
        return lacking === undefined ? await this.readied(found, definition) : { kind: 'refused', refusal: lacking };
      }
      // Where the policy makes no table, there is nothing to wait for.
      if (found.policy.schemaChanges.tables !== 'evolve') return this.readied(found, emptyDefinition());
      if (unknown === 'wait') return { kind: 'wait' };
      const message = 'No create-table was seen for this table, and it does not exist in the target.';
      return { kind: 'refused', refusal: refuse('unknown-table', message) };
    });
  }

  /** Adds the columns of a row that the table lacks. */
  async widen(known: KnownTable, change: RowChange): Promise<RowTable> {
    const lacking = known.table === undefined ? undefined : lackingTableKey(known.table, change);
    // Its key may bear a new name, of which a control record will tell: a column made for it would stand in the way.
    if (lacking !== undefined) return { kind: 'refused', refusal: lacking };
    return this.memory.serially(async () => {
      // Another process of this pipeline may have seen the control record.
      const present = (await this.memory.current(known.source))?.definition ?? known.definition ?? emptyDefinition();
      const names = new Set(present.columns.map((column) => column.name));
      const { formerNames = [] } = present;
      const added = Object.entries(change.values).flatMap(([name, value]) =>
        names.has(name) || value === null || isFormerName(formerNames, name, change.timeMicros)
          ? []
          : [guessColumn(name, value)],
      );
      const widened = added.length === 0 ? present : { ...present, ...guessing(present, added, change) };
      const ready = await this.readied(known, widened);
      if (ready.kind !== 'ready') return ready;
      const frozen = unknownColumn(ready.table, change);
      if (frozen !== undefined) return { kind: 'refused', refusal: frozenColumn(frozen) };
      for (const { name } of added) {
        if (ready.table.indexOf.has(name))
          this.warn(known, `column ${name} came in a row before DMS told of it; its type is guessed`);
      }
      return ready;
    });
  }

  /** Opens the table's next era if the message is newer than the present one; answers whether it did. */
  openEra(known: KnownTable, change: TableChange): Promise<boolean> {
    return openEra(this.eras, known, change);
  }

  /** Takes an era over that another process of this pipeline opened. */
  async followEra(known: KnownTable, eraStartedAt: number): Promise<void> {
    if (known.eraStartedAt !== null && eraStartedAt <= known.eraStartedAt) return;
    await this.memory.serially(() => this.memory.current(known.source));
  }

  /** The tables that load, and that a task speaks for; also those that other processes of this pipeline made. */
  async loadingOf(task: string): Promise<readonly KnownTable[]> {
    const loading = (await readStates(this.context)).filter(({ state }) => state === 'loading');
    return this.memory.serially(async () => {
      const known: (KnownTable | undefined)[] = [];
      for (const { source } of loading) known.push(await this.memory.current(source));
      return known.filter((table) => table !== undefined).filter(({ taskId }) => this.tasks.speaksFor(task, taskId));
    });
  }

  /** The load had ended by that time; answers how many rows of earlier eras were swept. */
  endLoad(known: KnownTable, atMicros: number): Promise<number> {
    return this.memory.serially(() => endLoad(this.eras, known, atMicros));
  }

  /** Somebody says that the load is complete and all of it applied: what it did not bring is swept now. */
  completeLoad(known: KnownTable): Promise<number> {
    return this.memory.serially(() => finishLoad(this.eras, known, known.loadCompletedAt ?? this.now()));
  }

  /** The same of a table that is dropped. Call it within `serially`. */
  async endLoadByDrop(known: KnownTable): Promise<void> {
    known.rowsDeleted += await finishLoad(this.eras, known, known.loadCompletedAt ?? this.now());
  }

  /** Makes the target hold a definition; a table that cannot be made so is suspended, and only that one. */
  async readied(known: KnownTable, definition: StoredDefinition): Promise<RowTable> {
    this.refuseTwin(known);
    // Told before it is done: whoever comes after a process that broke off, or another one now, goes on with it.
    const claim = async (): Promise<void> => {
      if (known.memory?.definitionText === JSON.stringify(definition)) return;
      Object.assign(known, { definition, table: undefined });
      await this.memory.save(known);
    };
    if (known.claimed && hasOutstanding(definition)) await claim();
    const ensured = await ensureTable(this.context, known, definition, claim);
    this.memory.adopt(known);
    known.leftOut = ensured.kind === 'left-out';
    if (ensured.kind === 'left-out') {
      this.warn(
        known,
        'the table is neither known nor in the target; its rows are left out (schemaChanges.tables: discard)',
      );
      return { kind: 'left-out' };
    }
    if (ensured.kind === 'refused') {
      await this.refuseTable(known, definition, ensured);
      return { kind: 'refused', refusal: refuse(ensured.code, ensured.message) };
    }
    for (const warning of ensured.warnings) this.warn(known, warning);
    if (ensured.added.length > 0) await this.memory.confirmAdded(known, ensured.added);
    const settled = settledDefinition(definition, ensured.undone);
    known.definition = settled;
    const discards = known.policy.schemaChanges.types === 'discard';
    const table = discards ? discardingTable(ensured.table, known.discardedValues) : ensured.table;
    known.table = table;
    known.claimed = true;
    if (known.state === 'suspended' && !hasTooManyLetters(known)) {
      known.state = 'live';
      known.reason = null;
    }
    await this.memory.saveIfChanged(known);
    return { kind: 'ready', known, table };
  }

  private async refuseTable(
    known: KnownTable,
    definition: StoredDefinition,
    why: { readonly code: string; readonly message: string },
  ): Promise<void> {
    if (why.code !== 'schema-frozen') {
      known.definition ??= definition;
      await this.suspend(known, why.code, why.message);
      return;
    }
    // Nothing is kept of a table that was never made: the next process may have another policy.
    known.state = 'suspended';
    known.reason = `${why.code}: ${why.message}`;
  }

  /** Two source tables in one target table would overwrite and sweep each other's rows. */
  private refuseTwin(known: KnownTable): void {
    const target = tableId(known.policy.target);
    const twin = this.memory
      .all()
      .find(
        (other) =>
          tableId(other.source) !== tableId(known.source) &&
          other.claimed &&
          other.definition?.renamedTo === undefined &&
          tableId(other.policy.target) === target,
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
    await this.memory.save(known);
  }

  /** Suspends a table for what is not wrong with its definition; one that is suspended already keeps its reason. */
  async suspendTable(source: TableName, code: string, message: string): Promise<void> {
    await this.memory.serially(async () => {
      const known =
        (await this.memory.current(source)) ?? newKnownTable(source, resolveTablePolicy(this.policy, source));
      this.memory.adopt(known);
      if (known.state !== 'suspended') await this.suspend(known, code, message);
    });
  }

  /** Ends a suspension for too many letters. */
  async resume(source: TableName): Promise<void> {
    await this.memory.serially(async () => {
      const known = await this.memory.current(source);
      if (known?.state !== 'suspended' || !hasTooManyLetters(known)) return;
      await this.settle(known);
    });
  }

  /** What stood in the way of the table is out of it. Call it within `serially`. */
  async settle(known: KnownTable): Promise<void> {
    known.state = known.eraStartedAt !== null && known.loadCompletedAt === null ? 'loading' : 'live';
    known.reason = null;
    await this.memory.save(known);
  }

  /** Another process, such as `dray`, may have ended the suspension. */
  private isStillSuspended({ source }: KnownTable): Promise<boolean> {
    return this.memory.serially(async () => (await this.memory.current(source))?.state === 'suspended');
  }

  /** DMS, or a gap, says that rows of this table are missing. */
  markIncomplete(source: TableName, loss: LostRows): Promise<void> {
    return this.memory.serially(() => loseRows(this.eras, source, loss));
  }

  /** Values of the table may be missing. Call it within `serially`. */
  async setIncomplete(known: KnownTable, reason: string): Promise<void> {
    known.state = 'incomplete';
    known.reason = reason;
    await this.memory.save(known);
  }

  /** Rows of that time came for a dropped table; newer than its drop, without a `create-table`: the table is there again. */
  async revive(known: KnownTable, atMicros: number): Promise<void> {
    await this.memory.serially(async () => {
      // Another process may have seen the `create-table`, or a later drop.
      await this.memory.current(known.source);
      if (known.droppedAt === null || atMicros <= known.droppedAt) return;
      known.droppedAt = null;
      if (known.definition !== undefined) known.definition = { ...known.definition, droppedAt: undefined };
      await this.setIncomplete(known, REVIVED);
    });
  }

  /** What the operator should know: of the tables as they are, and of what the policy left out. */
  allWarnings(): readonly string[] {
    const discarded = this.memory
      .all()
      .flatMap(({ source, discardedValues }) =>
        [...discardedValues].map(
          ([column, count]) =>
            `${source.schema}.${source.table}: ${count} values of column ${column} did not fit its type and were left out (schemaChanges.types: discard)`,
        ),
      );
    return [...this.warnings, ...discarded];
  }

  tombstonesExpireAt(): Date {
    return new Date(this.now().getTime() + this.policy.tombstoneRetentionHours * 3_600_000);
  }

  private warn(known: KnownTable, text: string): void {
    this.warnings.add(`${known.source.schema}.${known.source.table}: ${text}`);
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

  private definitionFromRow(
    known: KnownTable,
    change: RowChange,
    unknown: UnknownTables,
  ): StoredDefinition | undefined {
    const { primaryKey, mapping } = known.policy;
    if (
      unknown === 'wait' ||
      known.policy.schemaChanges.tables !== 'evolve' ||
      (primaryKey === undefined && mapping !== 'universal')
    )
      return undefined;
    const columns = Object.entries({ ...change.before, ...change.values }).flatMap(([name, value]) =>
      value === null ? [] : [guessColumn(name, value)],
    );
    return { ...emptyDefinition(), primaryKey: primaryKey ?? [], ...guessing(emptyDefinition(), columns, change) };
  }
}

function hasTooManyLetters({ reason }: KnownTable): boolean {
  return reason?.startsWith(TOO_MANY_LETTERS) === true;
}
