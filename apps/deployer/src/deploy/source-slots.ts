import { resourceIdOf } from '@drayage/aws-ops';
import type { ReplicationSlot } from '@drayage/doctor';
import type { Template } from './template-changes.js';

/** As many letters of a replication's resource id as AWS DMS begins the names of its slots with. */
const LETTERS = 16;
/** How AWS DMS names the slots of any replication. */
const OF_ANY_REPLICATION = /^[a-z0-9]{16}_\d{8}_/u;

/** A slot that bears no replication’s id, because `replication.slotName` names it. */
export interface NamedSlot {
  readonly name: string;
  /** Whether it goes with its replication; one that is made anew may go on from it. */
  readonly goes: boolean;
}

export interface SlotChoice {
  /** Left behind by this replication, and read by nobody. */
  readonly dropped: readonly string[];
  /** Of this replication, and still open: AWS DMS keeps a slot open for a while after a stop. */
  readonly open: readonly string[];
  /** Named for a replication that is made anew, whatever it is called. */
  readonly kept: readonly string[];
  /** Of another replication, by its name. */
  readonly others: readonly string[];
  /** Not of AWS DMS, or not known to be. */
  readonly left: readonly string[];
}

/** How the name of a slot begins that AWS DMS made for a replication: as the replication's resource id does. */
export function slotNameStart(replicationArn: string): string {
  return resourceIdOf(replicationArn).toLowerCase().slice(0, LETTERS);
}

/**
 * Which slots a replication leaves behind: the one that was named for it, and those that bear the beginning of its resource id,
 * as AWS DMS names them, and that nobody reads. Any other stays: a slot that somebody else needs cannot be brought back.
 */
export function chooseSlots(
  slots: readonly ReplicationSlot[],
  replicationArn: string | undefined,
  named?: NamedSlot,
): SlotChoice {
  const start = replicationArn === undefined ? '' : slotNameStart(replicationArn);
  const isKept = ({ name }: ReplicationSlot): boolean => named?.goes === false && name === named.name;
  const isOwn = ({ name }: ReplicationSlot): boolean =>
    (start.length === LETTERS && name.startsWith(start)) || (named?.goes === true && name === named.name);
  const names = (wanted: (slot: ReplicationSlot) => boolean): readonly string[] =>
    slots.filter(wanted).map(({ name }) => name);
  const rest = slots.filter((slot) => !isKept(slot) && !isOwn(slot));
  return {
    dropped: names((slot) => isOwn(slot) && !isKept(slot) && !slot.active),
    open: names((slot) => isOwn(slot) && !isKept(slot) && slot.active),
    kept: names(isKept),
    others: rest.map(({ name }) => name).filter((name) => OF_ANY_REPLICATION.test(name)),
    left: rest.map(({ name }) => name).filter((name) => !OF_ANY_REPLICATION.test(name)),
  };
}

/**
 * The slot that goes with a replication because it was named for it: as it was deployed, where its source endpoint is in the
 * template, else as the configuration says.
 */
export function namedSlot(deployed: Template | undefined, configured: string | undefined): NamedSlot | undefined {
  const endpoints = Object.values(deployed?.Resources ?? {}).filter(
    ({ Type, Properties = {} }) => Type === 'AWS::DMS::Endpoint' && Properties['EndpointType'] === 'source',
  );
  const names = endpoints.map(({ Properties = {} }): unknown => {
    const settings = Properties['PostgreSqlSettings'];
    return typeof settings === 'object' && settings !== null ? Reflect.get(settings, 'SlotName') : undefined;
  });
  const name = endpoints.length === 0 ? configured : names.find((each) => typeof each === 'string');
  return typeof name === 'string' ? { name, goes: true } : undefined;
}
