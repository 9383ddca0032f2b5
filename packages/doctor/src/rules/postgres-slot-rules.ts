import type { PostgresFacts, ReplicationSlot } from '../facts/postgres-facts.js';
import { valueOf } from '../facts/read.js';
import type { Finding } from '../finding.js';
import { quoteText } from '../names/quote-name.js';
import { bytes } from '../text/bytes.js';
import { statementsThen } from '../text/statements-then.js';
import { sourceFinding } from './source-finding.js';

const MUCH_WAL = 1024 ** 3;

/** Slots that are lost, idle or behind, and whether one is free. */
export function postgresSlotRules(facts: PostgresFacts): readonly Finding[] {
  const slots = valueOf(facts.slots);
  if (slots === undefined) return [];
  const isOwn = ({ kind, database }: ReplicationSlot): boolean => kind === 'logical' && database === facts.database;
  return [
    ...noneFree(facts, slots, isOwn),
    ...slots.flatMap((slot) => (isOwn(slot) ? ownSlot(slot) : foreignSlot(slot))),
  ];
}

function noneFree(
  { settings }: PostgresFacts,
  slots: readonly ReplicationSlot[],
  isOwn: (slot: ReplicationSlot) => boolean,
): readonly Finding[] {
  const most = Number(valueOf(settings)?.['max_replication_slots'] ?? Number.POSITIVE_INFINITY);
  if (most === 0 || slots.length < most) return [];
  const running = slots.some((slot) => slot.active && isOwn(slot));
  return [
    sourceFinding('pg-slots-used', running ? 'note' : 'error', 'max_replication_slots', {
      what: `All ${most} replication slots are used: ${slots.map(describe).join(', ')}.`,
      whyItMatters: running
        ? 'Another replication, or this one with a new slot, cannot start: "all replication slots are in use".'
        : 'A replication cannot start: "all replication slots are in use".',
      remedy:
        'Drop slots that nobody reads any more: SELECT pg_drop_replication_slot(…); Or raise max_replication_slots (needs a restart).',
    }),
  ];
}

function describe({ name, kind, database, active }: ReplicationSlot): string {
  const of = kind === 'physical' ? 'of a standby' : `of database ${database}`;
  return `${name} (${of}, ${active ? 'read' : 'idle'})`;
}

const dropStatement = (name: string): string =>
  statementsThen([`SELECT pg_drop_replication_slot(${quoteText('postgresql', name)})`]);

/** A slot of a standby or of another database: nothing that AWS DMS loses, but WAL on the same disk. */
function foreignSlot(slot: ReplicationSlot): readonly Finding[] {
  const { name, kind, database, active, retainedBytes, walStatus } = slot;
  if (active || retainedBytes < MUCH_WAL || walStatus === 'lost') return [];
  return [
    sourceFinding('pg-slot-idle', 'warning', name, {
      what: `Nobody reads the slot ${describe(slot)}; it keeps ${bytes(retainedBytes)} of WAL.`,
      whyItMatters:
        'WAL that it keeps is never removed: the disk of the source fills, and the replication ends with it.',
      remedy: `Start what reads it. If nothing does any more${kind === 'physical' ? '' : `, in database ${database}`}: ${dropStatement(name)}`,
    }),
  ];
}

function ownSlot(slot: ReplicationSlot): readonly Finding[] {
  const { name, active, retainedBytes, walStatus } = slot;
  const drop = dropStatement(name);
  if (walStatus === 'lost' || walStatus === 'unreserved') {
    return [
      sourceFinding('pg-slot-lost', 'error', name, {
        what: `WAL of the slot ${name} ${walStatus === 'lost' ? 'was removed' : 'is about to be removed'}.`,
        whyItMatters: 'Changes are lost: the replication cannot go on from where it was.',
        remedy: `${drop} Then load everything again (dray reload --all), and raise max_slot_wal_keep_size.`,
      }),
    ];
  }
  if (!active) {
    return [
      sourceFinding('pg-slot-idle', retainedBytes >= MUCH_WAL ? 'error' : 'warning', name, {
        what: `Nobody reads the slot ${name}; it keeps ${bytes(retainedBytes)} of WAL.`,
        whyItMatters: 'WAL that it keeps is never removed: the disk of the source fills.',
        remedy: `If it is of a replication that stands still: start it. If it is of one that was deleted: ${drop}`,
      }),
    ];
  }
  if (retainedBytes < MUCH_WAL) return [];
  return [
    sourceFinding('pg-slot-behind', 'warning', name, {
      what: `The slot ${name} keeps ${bytes(retainedBytes)} of WAL.`,
      whyItMatters:
        'Its reader is behind, or a transaction stays open: changes come late, and the disk of the source fills.',
      remedy: 'End long transactions; see CDCLatencySource (dray status); switch the heartbeat of the endpoint on.',
    }),
  ];
}
