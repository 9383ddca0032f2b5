import type { ReplicationSlot } from '@drayage/doctor';

/** As many letters of a replication's resource id as AWS DMS begins the names of its slots with. */
const LETTERS = 16;

export interface SlotChoice {
  /** Left behind by this replication, and read by nobody. */
  readonly dropped: readonly string[];
  /** Not known to be its own, or still read. */
  readonly left: readonly string[];
}

/**
 * Which slots a replication leaves behind: those that bear the beginning of its resource id, as AWS DMS names them, and that
 * nobody reads. Any other stays: a slot that somebody else needs cannot be brought back.
 */
export function chooseSlots(slots: readonly ReplicationSlot[], replicationArn: string | undefined): SlotChoice {
  const id = replicationArn?.split(':').at(-1)?.toLowerCase() ?? '';
  const start = id.slice(0, LETTERS);
  const isOwn = ({ name, active }: ReplicationSlot): boolean =>
    start.length === LETTERS && name.startsWith(start) && !active;
  return {
    dropped: slots.filter(isOwn).map(({ name }) => name),
    left: slots.filter((slot) => !isOwn(slot)).map(({ name }) => name),
  };
}
