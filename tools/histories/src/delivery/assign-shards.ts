import type { SourceMessage } from '../messages/source-message.ts';
import { pickAt } from './choices.ts';
import type { DeliveryPlan } from './delivery-plan.ts';

/** A message and its number among those of its table. */
export interface PlacedMessage extends SourceMessage {
  readonly number: number;
}

/** A shard, what it holds in its order, and the shards that must be read to their end before it. */
export interface Shard {
  readonly shardId: string;
  readonly parents: readonly string[];
  readonly messages: readonly PlacedMessage[];
}

/** Puts messages on shards, as DMS and its `PutRecords` may do it: twice, behind their neighbours, on children of a shard. */
export function assignShards(messages: readonly SourceMessage[], plan: DeliveryPlan): readonly Shard[] {
  const sent = duplicate(numberByTable(messages), plan.duplicates);
  const homes = sent.map((message) => pickHome(message, plan));
  const border = plan.reshard === undefined ? sent.length : Math.floor((sent.length * plan.reshard.at) / 64);
  const held = (from: number, to: number, home: number): readonly PlacedMessage[] =>
    sent.filter((_, index) => index >= from && index < to && homes[index] === home);
  const before = Array.from({ length: plan.shards }, (_, home) => held(0, border, home));
  const after = Array.from({ length: plan.shards }, (_, home) => held(border, sent.length, home));
  const shards = before.map((part, home) => ({
    shardId: shardName(home),
    parents: [] as readonly string[],
    messages: part,
  }));
  return reshard(shards, after, plan).map((shard) => ({ ...shard, messages: delay(shard.messages, plan.delays) }));
}

function numberByTable(messages: readonly SourceMessage[]): readonly PlacedMessage[] {
  const counts = new Map<number, number>();
  return messages.map((message) => {
    const number = counts.get(message.table) ?? 0;
    counts.set(message.table, number + 1);
    return { ...message, number };
  });
}

function duplicate(
  messages: readonly PlacedMessage[],
  duplicates: DeliveryPlan['duplicates'],
): readonly PlacedMessage[] {
  const sent = [...messages];
  for (const { at, later } of duplicates) {
    const index = Math.floor((at * sent.length) / 64);
    sent.splice(index + later + 1, 0, ...sent.slice(index, index + 1));
  }
  return sent;
}

function pickHome(message: PlacedMessage, { partition, shards, places }: DeliveryPlan): number {
  const place = pickAt(places, message.number);
  const { schemaTable, primaryKey } = message.partitionKeys;
  const byKey = (): number => hash(primaryKey[place % primaryKey.length] ?? schemaTable) % shards;
  switch (partition) {
    case 'schema-table':
      return hash(schemaTable) % shards;
    case 'primary-key':
      return byKey();
    case 'mixed':
      return message.operation === 'load' ? byKey() : hash(schemaTable) % shards;
    case 'random':
      return place % shards;
  }
}

function hash(text: string): number {
  let value = 7;
  for (const character of text) value = (Math.imul(value, 31) + (character.codePointAt(0) ?? 0)) >>> 0;
  return value;
}

/** A message falls behind by a few places, never for ever. */
function delay(messages: readonly PlacedMessage[], delays: readonly number[]): readonly PlacedMessage[] {
  return messages
    .map((message, index) => ({ message, place: index + pickAt(delays, message.number) }))
    .sort((one, other) => one.place - other.place)
    .map(({ message }) => message);
}

/** After the border messages go to the children of one shard, or of two; of other shards they stay where they were. */
function reshard(
  shards: readonly Shard[],
  after: readonly (readonly PlacedMessage[])[],
  plan: DeliveryPlan,
): readonly Shard[] {
  const chosen = plan.reshard === undefined ? undefined : plan.reshard.shard % shards.length;
  const merged = plan.reshard?.kind === 'merge' && shards.length > 1 ? ((chosen ?? 0) + 1) % shards.length : undefined;
  const isClosed = (home: number): boolean => home === chosen || home === merged;
  const open = shards.map((shard, home) =>
    isClosed(home) ? shard : { ...shard, messages: [...shard.messages, ...(after[home] ?? [])] },
  );
  if (chosen === undefined) return open;
  const rest = after.map((messages, home) => (isClosed(home) ? messages : []));
  const parents = shards.filter((_, home) => isClosed(home)).map(({ shardId }) => shardId);
  if (merged !== undefined) {
    const together = rest.flat().sort((one, other) => one.timeMicros - other.timeMicros);
    return [...open, { shardId: shardName(shards.length), parents, messages: together }];
  }
  const half = (wanted: number): readonly PlacedMessage[] =>
    rest.flat().filter(({ partitionKeys }) => (hash(partitionKeys.primaryKey[0] ?? '') >>> 4) % 2 === wanted);
  return [
    ...open,
    ...[0, 1].map((part) => ({ shardId: shardName(shards.length + part), parents, messages: half(part) })),
  ];
}

function shardName(number: number): string {
  return `shardId-${String(number).padStart(12, '0')}`;
}
