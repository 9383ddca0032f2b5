import { valueOf } from '../facts/read.js';
import type { PostgresFacts, ReplicationSlot } from '../facts/source-facts.js';
import type { Finding } from '../finding.js';
import { bytes, sourceFinding } from './source-finding.js';

const MUCH_WAL = 1024 ** 3;

/** Slots that are lost, idle or behind, and whether one is free. */
export function postgresSlotRules(facts: PostgresFacts): readonly Finding[] {
  const slots = valueOf(facts.slots);
  if (slots === undefined) return [];
  const most = Number(valueOf(facts.settings)?.['max_replication_slots'] ?? Number.POSITIVE_INFINITY);
  const full =
    most > 0 && slots.length >= most && !slots.some(({ active }) => active)
      ? [
          sourceFinding('pg-slots-used', 'error', 'max_replication_slots', {
            what: `All ${most} replication slots are used, and nobody reads from them.`,
            whyItMatters: 'A replication cannot start: "all replication slots are in use".',
            remedy: 'Drop slots that nobody reads any more (SELECT pg_drop_replication_slot(…)), or raise max_replication_slots (needs a restart).',
          }),
        ]
      : [];
  return [...full, ...slots.flatMap(slotRules)];
}

function slotRules(slot: ReplicationSlot): readonly Finding[] {
  const { name, active, retainedBytes, walStatus } = slot;
  const drop = `SELECT pg_drop_replication_slot('${name.replaceAll("'", "''")}')`;
  if (walStatus === 'lost' || walStatus === 'unreserved') {
    return [
      sourceFinding('pg-slot-lost', 'error', name, {
        what: `WAL of the slot ${name} ${walStatus === 'lost' ? 'was removed' : 'is about to be removed'}.`,
        whyItMatters: 'Changes are lost: the replication cannot go on from where it was.',
        remedy: `Drop the slot (${drop}), load everything again (dray reload --all), and raise max_slot_wal_keep_size.`,
      }),
    ];
  }
  if (!active) {
    return [
      sourceFinding('pg-slot-idle', retainedBytes >= MUCH_WAL ? 'error' : 'warning', name, {
        what: `Nobody reads the slot ${name}; it keeps ${bytes(retainedBytes)} of WAL.`,
        whyItMatters: 'WAL that it keeps is never removed: the disk of the source fills.',
        remedy: `If it is of a replication that stands still: start it. If it is of one that was deleted: ${drop}.`,
      }),
    ];
  }
  if (retainedBytes < MUCH_WAL) return [];
  return [
    sourceFinding('pg-slot-behind', 'warning', name, {
      what: `The slot ${name} keeps ${bytes(retainedBytes)} of WAL.`,
      whyItMatters: 'Its reader is behind, or a transaction stays open: changes come late, and the disk of the source fills.',
      remedy: 'End long transactions; see CDCLatencySource (dray status); switch the heartbeat of the endpoint on.',
    }),
  ];
}
