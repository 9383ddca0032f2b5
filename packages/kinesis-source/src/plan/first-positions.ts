import type { Shard } from '../shard.js';
import type { StartPosition } from '../start-position.js';
import { ancestorsOf } from './shard-order.js';

/** Where a shard without a checkpoint begins; `skip`: what it holds is older than the start. */
export type FirstPosition =
  | { readonly kind: 'at-time'; readonly at: Date }
  | { readonly kind: 'latest' }
  | { readonly kind: 'skip' }
  | { readonly kind: 'trim-horizon' };

/**
 * Where each of the shards that a run finds at its start begins, if no checkpoint says otherwise. Shards found later are
 * children of these and begin at their trim horizon; so does a shard one of whose ancestors has a valid checkpoint
 * (`known`), because the start position was applied to that ancestor, perhaps in an earlier run.
 *
 * `latest` skips closed shards: to read them from their end would release their children, which are open, from *their*
 * beginning.
 */
export function firstPositions(
  start: StartPosition,
  shards: readonly Shard[],
  known: ReadonlySet<string>,
): ReadonlyMap<string, FirstPosition> {
  const positionOf = (shard: Shard): FirstPosition => {
    if ([...ancestorsOf(shard.shardId, shards)].some((ancestor) => known.has(ancestor)))
      return { kind: 'trim-horizon' };
    switch (start.kind) {
      case 'checkpoint':
      case 'trim-horizon':
        return { kind: 'trim-horizon' };
      case 'time':
        return { kind: 'at-time', at: start.at };
      case 'latest':
        return { kind: shard.closed ? 'skip' : 'latest' };
    }
  };
  return new Map(shards.map((shard) => [shard.shardId, positionOf(shard)]));
}
