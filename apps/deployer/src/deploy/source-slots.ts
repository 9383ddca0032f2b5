import type { ReplicationSlot } from '@drayage/doctor';

/** As many letters of a replication's resource id as AWS DMS begins the names of its slots with. */
const LETTERS = 16;
/** How AWS DMS names the slots of any replication. */
const OF_ANY_REPLICATION = /^[a-z0-9]{16}_\d{8}_/u;

export interface SlotChoice {
  /** Left behind by this replication, and read by nobody. */
  readonly dropped: readonly string[];
  /** Of this replication, and still open: AWS DMS keeps a slot open for a while after a stop. */
  readonly open: readonly string[];
  /** Of another replication, by its name. */
  readonly others: readonly string[];
  /** Not of AWS DMS, or not known to be. */
  readonly left: readonly string[];
}

/**
 * Which slots a replication leaves behind: those that bear the beginning of its resource id, as AWS DMS names them, and that
 * nobody reads. Any other stays: a slot that somebody else needs cannot be brought back.
 */
export function chooseSlots(slots: readonly ReplicationSlot[], replicationArn: string | undefined): SlotChoice {
  const id = replicationArn?.split(':').at(-1)?.toLowerCase() ?? '';
  const start = id.slice(0, LETTERS);
  const isOwn = ({ name }: ReplicationSlot): boolean => start.length === LETTERS && name.startsWith(start);
  const names = (wanted: (slot: ReplicationSlot) => boolean): readonly string[] =>
    slots.filter(wanted).map(({ name }) => name);
  return {
    dropped: names((slot) => isOwn(slot) && !slot.active),
    open: names((slot) => isOwn(slot) && slot.active),
    others: names((slot) => !isOwn(slot) && OF_ANY_REPLICATION.test(slot.name)),
    left: names((slot) => !isOwn(slot) && !OF_ANY_REPLICATION.test(slot.name)),
  };
}
