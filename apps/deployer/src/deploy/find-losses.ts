import type { Comparison } from './compare-stacks.js';
import { lossyChanges, type ResourceChange, STREAM_IDENTITY } from './template-changes.js';

/** What whoever deploys says of a change that looks like a loss. */
export interface Assurances {
  /** Another secret leads to the same database. */
  readonly sameSource: boolean;
  /** The sink has read the old stream to its end, and nothing writes to it any more; or all that a shorter retention drops. */
  readonly drained: boolean;
}

export interface Loss {
  readonly stackName: string;
  readonly change: ResourceChange;
}

/** The changes, of any stack of the pipeline, that would lose data or a place in the changes, but for what is assured. */
export function findLosses({ changes }: Pick<Comparison, 'changes'>, assurances: Assurances): readonly Loss[] {
  return [...changes].flatMap(([stackName, all]) =>
    lossyChanges(all)
      .filter((change) => !isHarmless(change, assurances))
      .map((change) => ({ stackName, change })),
  );
}

function isHarmless({ type, effect, properties }: ResourceChange, { sameSource, drained }: Assurances): boolean {
  const only = (isFine: (path: string) => boolean): boolean => properties.length > 0 && properties.every(isFine);
  if (effect === 'repointed') {
    return only(
      (path) => (sameSource && path.endsWith('.SecretsManagerSecretId')) || (drained && path === STREAM_IDENTITY),
    );
  }
  return (
    drained &&
    effect === 'replaced' &&
    type === 'AWS::Lambda::EventSourceMapping' &&
    only((property) => property === 'EventSourceArn')
  );
}
