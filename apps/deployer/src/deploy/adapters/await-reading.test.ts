import type { AwsClients } from '@drayage/aws-ops';
import { fakeSdkClient } from '@drayage/testing';
import { expect, it } from 'vitest';
import { beginWait } from '../waiting.js';
import { sinkBuilder } from './sink-builder.js';

/** A mapping that is each of `states` in turn; the last one stays. Resolves to what was told. */
async function awaitReading(states: readonly string[]): Promise<readonly string[]> {
  const left = [...states];
  const news: string[] = [];
  let nowMs = 0;
  const { client } = fakeSdkClient<AwsClients['lambda']>({
    GetEventSourceMappingCommand: () => ({ UUID: 'mapping', State: left.length > 1 ? left.shift() : left[0] }),
  });
  const sink = sinkBuilder({
    clients: { lambda: client },
    dray: undefined,
    awsWords: [],
    env: {},
    cwd: '/',
    checkout: '/',
    signal: new AbortController().signal,
    print: () => undefined,
    tag: 'x',
    beginWait: () =>
      beginWait({
        now: () => nowMs,
        wait: (ms) => ((nowMs += ms), Promise.resolve()),
        pauseMs: 1,
        timeoutMs: 10,
        onNews: (text) => void news.push(text),
      }),
  });
  await sink.awaitReading({ EventSourceMappingId: 'mapping' });
  return news;
}

it('waits until the mapping is enabled, and says what it waits for', async () => {
  expect(await awaitReading(['Creating', 'Enabling', 'Enabled'])).toEqual([
    "The sink's event source mapping is Creating.",
    "The sink's event source mapping is Enabling.",
  ]);
});

it.each(['Disabled', 'Disabling', 'Deleting'])(
  'does not wait for a mapping that is %s: it says how it is resumed',
  async (state) => {
    await expect(awaitReading(['Updating', state])).rejects.toMatchObject({
      code: 'sink-paused',
      remedy: expect.stringContaining('dray lambda resume') as unknown,
    });
  },
);

it('does not wait for ever', async () => {
  await expect(awaitReading(['Creating'])).rejects.toMatchObject({ code: 'still-waiting' });
});
