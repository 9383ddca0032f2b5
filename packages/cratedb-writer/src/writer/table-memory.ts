import type { ChangeRecord, RowChange, TableName } from '@drayage/record-decoder';
import { tableId } from '../catalogue/target-table.js';
import { makeDrayageTables } from '../execute/make-drayage-tables.js';
import type { WriteContext } from '../execute/write-context.js';
import { dueAgain } from '../plan/due-again.js';
import { presentTable } from '../plan/present-table.js';
import type { TableRename } from '../plan/stored-definition.js';
import { resolveTablePolicy } from '../policy/resolve-table-policy.js';
import { SinkError } from '../sink-error.js';
import type { WritePolicy } from '../write-policy.js';
import { newKnownTable, type KnownTable } from './known-table.js';
import { NOTHING_STORED, stateOf } from './stored-state.js';
import {
  isSameMemory,
  readStoredTable,
  readTableMemory,
  saveKnownTable,
  storedForm,
  wasStored,
  type StoredTable,
} from './stored-table.js';

/** How often a change of a table is begun anew because another process changed the same table meanwhile. */
const MAX_ATTEMPTS = 20;

/**
 * What this process knows of the pipeline's tables, and `drayage.tables` behind it, which other processes of the pipeline
 * change as well. Whatever changes a table runs in `serially`: it reads what is stored, decides, acts, and stores; where
 * another process stored something in between, it is done once more on what stands there then.
 */
export class TableMemory {
  private readonly context: WriteContext;
  private readonly policy: WritePolicy;
  private readonly now: () => Date;
  private readonly tables = new Map<string, KnownTable>();
  private turn: Promise<unknown> = Promise.resolve();
  private hasRenames = false;
  /** A change of a table failed half way: what this process remembers may not be what is stored. */
  private doubtful = false;

  constructor(context: WriteContext, policy: WritePolicy, now: () => Date) {
    this.context = context;
    this.policy = policy;
    this.now = now;
  }

  /** Makes the `drayage.*` tables and reads what earlier processes knew. */
  async start(): Promise<void> {
    await makeDrayageTables(this.context);
    for (const stored of await readTableMemory(this.context)) this.remember(stored);
  }

  get isDoubtful(): boolean {
    return this.doubtful;
  }

  all(): readonly KnownTable[] {
    return [...this.tables.values()];
  }

  find(source: TableName): KnownTable | undefined {
    return this.tables.get(tableId(source));
  }

  adopt(known: KnownTable): void {
    this.tables.set(tableId(known.source), known);
    if (known.definition?.renames !== undefined) this.hasRenames = true;
  }

  /** Runs one change of a table at a time, and anew where another process was faster. */
  serially<T>(work: () => Promise<T>): Promise<T> {
    const run = this.turn.then(async () => {
      for (let attempt = 1; ; attempt += 1) {
        if (this.doubtful) await this.rememberAnew();
        try {
          return await work();
        } catch (error) {
          this.doubtful = true;
          if (!(error instanceof StoredElsewhere) || attempt >= MAX_ATTEMPTS) throw error;
        }
      }
    });
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
    if (known.memory === undefined || !isSameMemory(known.memory, stored)) takeOver(known, stored);
    this.adopt(known);
    return known;
  }

  /** @throws SinkError `version-conflict`: another process stored something of this table since it was read. */
  async save(known: KnownTable): Promise<void> {
    const saved = storedForm(known);
    const { rows } = await this.context.execute(saveKnownTable(this.context, known, this.now()));
    const [row] = rows;
    const isStored = this.context.database.planOnly === true || (row !== undefined && wasStored(saved, row));
    if (!isStored) throw new StoredElsewhere(known.source);
    known.memory = saved;
  }

  /** The same, unless what is stored tells it already. */
  async saveIfChanged(known: KnownTable): Promise<void> {
    if (known.memory === undefined || !isSameMemory(storedForm(known), known.memory)) await this.save(known);
  }

  /**
   * The target got these columns by what is known here of the table. Where another process stored a newer definition
   * meanwhile, those that it dropped or renamed are due to be so once more. Call it before `save`.
   *
   * @throws SinkError `version-conflict`: another process was faster.
   */
  async confirmAdded(known: KnownTable, added: readonly string[]): Promise<void> {
    if (this.context.database.planOnly === true) return;
    const stored = await readStoredTable(this.context, known.source);
    if (stored === undefined || (known.memory !== undefined && isSameMemory(known.memory, stored))) return;
    const definition = stored.definition === undefined ? undefined : dueAgain(stored.definition, added);
    takeOver(known, stored);
    if (definition !== undefined) {
      known.definition = definition;
      await this.save(known);
    }
    throw new StoredElsewhere(known.source);
  }

  /** The table of which a message speaks by the name it had then. */
  tableOf({ table, timeMicros }: Pick<ChangeRecord, 'table' | 'timeMicros'>): TableName {
    if (!this.hasRenames || timeMicros === undefined) return table;
    return presentTable(table, timeMicros, (name) => this.renamesOf(name));
  }

  /** What is known of the table of which a row speaks: reading it may tell that it has another name now. */
  async presentOf(change: RowChange): Promise<{ readonly source: TableName; readonly known: KnownTable | undefined }> {
    for (;;) {
      const source = this.tableOf(change);
      const known = await this.current(source);
      const { renaming, renamedTo } = known?.definition ?? {};
      if (renaming === true && renamedTo !== undefined) await this.current(renamedTo);
      if (tableId(this.tableOf(change)) === tableId(source)) return { source, known };
    }
  }

  /** What could not be stored is forgotten: whatever it was is done again, and stored. */
  private async rememberAnew(): Promise<void> {
    const stored = new Map((await readTableMemory(this.context)).map((table) => [tableId(table.source), table]));
    for (const [id, known] of this.tables) {
      const memory = stored.get(id);
      if (memory === undefined) Object.assign(known, NOTHING_STORED, { table: undefined });
      else if (isSameMemory(storedForm(known), memory)) known.memory = memory;
      else takeOver(known, memory);
    }
    this.doubtful = false;
  }

  /** A rename counts once the table is known by its new name. */
  private renamesOf(name: TableName): readonly TableRename[] {
    const definition = this.find(name)?.definition;
    const { renames = [], renaming, renamedTo } = definition ?? {};
    return renaming === true && renamedTo !== undefined && this.find(renamedTo) === undefined
      ? renames.slice(0, -1)
      : renames;
  }

  private remember(stored: StoredTable): KnownTable {
    const known = newKnownTable(stored.source, resolveTablePolicy(this.policy, stored.source));
    Object.assign(known, stateOf(stored));
    this.adopt(known);
    return known;
  }
}

/** What another process stored counts; a table that is the same as before is not read off the catalogue once more. */
function takeOver(known: KnownTable, stored: StoredTable): void {
  const isSameTable = storedForm(known).definitionText === stored.definitionText;
  Object.assign(known, stateOf(stored), isSameTable ? {} : { table: undefined });
}

/** Another process stored something of a table between this one's reading and storing. */
class StoredElsewhere extends SinkError {
  constructor({ schema, table }: TableName) {
    super('version-conflict', {
      message: `Another process keeps changing what drayage.tables says of ${schema}.${table}.`,
      remedy: 'It is tried again. If this goes on, look for processes that run the same pipeline.',
    });
  }
}
