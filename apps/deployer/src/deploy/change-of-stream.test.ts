import { describe, expect, it } from 'vitest';
import { deployed as deployedParts } from '../testing/deployed.js';
import { specOf } from '../testing/spec.js';
import { changeOfStream } from './change-of-stream.js';
import { compareStacks } from './compare-stacks.js';
import { describeRefusal, type Refusal } from './refusal.js';
import type { Template } from './template-changes.js';

type Properties = Readonly<Record<string, unknown>>;
const stackOf = (Properties: Properties): Template => ({
  Resources: { Changes: { Type: 'AWS::Kinesis::Stream', Properties } },
});

/** From one stream to another, of which nothing else is deployed. */
async function refusals(
  from: Properties,
  to: Properties,
  { drained = false, only }: { readonly drained?: boolean; readonly only?: 'stream' | 'sink' } = {},
): Promise<readonly Refusal[]> {
  const deployed = deployedParts({ stream: stackOf(from) });
  const templates = new Map([['shop-stream', stackOf(to)]]);
  return changeOfStream(compareStacks(await specOf(), deployed, { only, templates }), { drained });
}

describe('a stream that stays', () => {
  it('is not made to forget what nobody may have read, unless it is said that it was read', async () => {
    const [from, to] = [{ RetentionPeriodHours: 168 }, { RetentionPeriodHours: 24 }];
    const refused = await refusals(from, to);
    expect(refused).toEqual([{ kind: 'stream-shortened', stackName: 'shop-stream', hours: 24, was: 168 }]);
    expect(refused.map(describeRefusal)).toEqual([
      {
        what: 'shop-stream: the stream would keep records for 24 hours, no longer for 168: what is older goes at once, and what the sink has not read of it would never be read.',
        remedy: 'dray status says how far behind the sink is. Where that is less than 24 hours: --drained.',
      },
    ]);
    expect(await refusals(from, to, { drained: true })).toEqual([]);
    expect(await refusals(to, from)).toEqual([]);
    expect(await refusals(from, to, { only: 'sink' })).toEqual([]);
  });

  it.each([
    [2, 4, undefined],
    [4, 2, undefined],
    [5, 3, undefined],
    [1, 4, 2],
    [5, 2, 3],
    [8, 1, 4],
  ])('goes from %i shards to %i as Kinesis takes it: by way of %s', async (was, shards, step) => {
    const refused = await refusals({ ShardCount: was }, { ShardCount: shards }, { drained: true });
    expect(refused).toEqual(
      step === undefined ? [] : [{ kind: 'stream-resharded', stackName: 'shop-stream', shards, was, step }],
    );
  });

  it('names the next number of shards', async () => {
    expect((await refusals({ ShardCount: 1 }, { ShardCount: 4 })).map(describeRefusal)).toEqual([
      {
        what: 'shop-stream: from 1 to 4 shards in one step is more than Kinesis does: twice as many at most, or half as many.',
        remedy: 'Say stream.shards: 2 and deploy, then go on from there.',
      },
    ]);
  });

  it('may become another mode, and one that is replaced is looked at elsewhere', async () => {
    expect(await refusals({ ShardCount: 8 }, { StreamModeDetails: { StreamMode: 'ON_DEMAND' } })).toEqual([]);
    expect(await refusals({ Name: 'a', ShardCount: 1 }, { Name: 'b', ShardCount: 9 })).toEqual([]);
  });
});
