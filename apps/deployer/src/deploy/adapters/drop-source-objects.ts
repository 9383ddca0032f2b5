import { dropDdlAudit, type PostgresFacts, quoteText, type SourceFacts } from '@drayage/doctor';
import { chooseSlots, type SlotChoice } from '../source-slots.js';
import type { SourceObjects } from '../step.js';
import { StillWaitingError, type Waiting } from '../waiting.js';

export interface DropSourceObjects extends SourceObjects {
  readonly read: () => Promise<SourceFacts>;
  readonly run: (statement: string, parameters?: unknown[]) => Promise<void>;
  /** Between two looks at a slot that is still open. */
  readonly waiting: Waiting;
}

/** AWS DMS has stopped, and still holds its slot open: what is deleted now would leave it behind. */
export class SlotOpenError extends Error {
  readonly code = 'slot-open';
  readonly remedy: string;

  constructor(names: readonly string[], cause: unknown) {
    super(`The slot ${names.join(', ')} of this replication is still open. No stack was deleted.`, { cause });
    this.name = 'SlotOpenError';
    this.remedy = `Wait and run the same command again; or end its reader: SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = ${quoteText('postgresql', names[0] ?? '')}; or leave the slot to be dropped by hand: dray destroy --keep-source-objects, dray deploy --no-prepare.`;
  }
}

/** Frees a PostgreSQL source of what a replication leaves behind; answers what was done, and what stays and why. */
export async function dropSourceObjects(wish: DropSourceObjects): Promise<readonly string[]> {
  const seen = await readClosed(wish);
  if (seen === undefined) return [];
  const { facts, choice } = seen;
  for (const name of choice.dropped) await wish.run('SELECT pg_drop_replication_slot($1)', [name]);
  return [
    ...choice.dropped.map((name) => `Dropped the slot ${name}.`),
    ...choice.kept.map(
      (name) =>
        `Kept the slot ${name}: replication.slotName names it, or did. When nobody reads it any more, it fills the disk: SELECT pg_drop_replication_slot(${quoteText('postgresql', name)});`,
    ),
    ...[...choice.others, ...choice.left].map(
      (name) =>
        `Left the slot ${name}: it is not known to be of this replication. If it is: SELECT pg_drop_replication_slot(${quoteText('postgresql', name)});`,
    ),
    ...(facts.slots.known ? [] : [`The slots could not be read, and were left: ${facts.slots.why}`]),
    ...(wish.audit ? await dropAudit(facts, choice, wish) : []),
  ];
}

/** What the source has, once no slot of this replication is open. `undefined`: it is no PostgreSQL. @throws SlotOpenError */
async function readClosed({
  replicationArn,
  slot,
  read,
  waiting,
}: DropSourceObjects): Promise<{ readonly facts: PostgresFacts; readonly choice: SlotChoice } | undefined> {
  for (;;) {
    const facts = await read();
    if (facts.engine !== 'postgresql') return undefined;
    const choice = chooseSlots(facts.slots.known ? facts.slots.value : [], replicationArn, slot);
    if (choice.open.length === 0) return { facts, choice };
    waiting.look(`The slot ${choice.open.join(', ')} is still open.`);
    try {
      await waiting.pause();
    } catch (error) {
      throw error instanceof StillWaitingError ? new SlotOpenError(choice.open, error) : error;
    }
  }
}

async function dropAudit(
  { ddlAudit, slots }: PostgresFacts,
  { others }: SlotChoice,
  { replicationArn, run }: DropSourceObjects,
): Promise<readonly string[]> {
  const statements = ddlAudit.known ? dropDdlAudit(ddlAudit.value) : [];
  if (statements.length === 0) return [];
  const needed =
    others.length > 0
      ? `the slot ${others.join(', ')} looks like that of another replication, which notices DDL by them`
      : replicationArn === undefined || !slots.known
        ? 'it is not known whether another replication notices DDL by them'
        : undefined;
  if (needed !== undefined)
    return [
      `Left the DDL audit objects: ${needed}. When nobody needs them: ${statements.map((s) => `${s};`).join(' ')}`,
    ];
  for (const statement of statements) await run(statement);
  return statements.map((statement) => `Done: ${statement}.`);
}
