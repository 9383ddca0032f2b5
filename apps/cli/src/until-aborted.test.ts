import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { runDray } from './testing/run-dray.js';
import { untilAborted } from './until-aborted.js';

const never = (): Promise<never> => new Promise(() => undefined);

it('answers what the work answers, and throws what it throws', async () => {
  const { signal } = new AbortController();
  expect(await untilAborted(signal, () => Promise.resolve(1))).toBe(1);
  await expect(untilAborted(signal, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
});

it('waits no longer than until the signal, and begins nothing after it', async () => {
  const interruption = new AbortController();
  const waiting = untilAborted(interruption.signal, never);
  interruption.abort(new Error('SIGINT'));
  await expect(waiting).rejects.toThrow('SIGINT');
  await expect(untilAborted(interruption.signal, () => expect.fail('It was begun.'))).rejects.toThrow('SIGINT');
});

it('hands over what comes too late', async () => {
  const interruption = new AbortController();
  let answer: (text: string) => void = () => undefined;
  const work = (): Promise<string> =>
    new Promise((resolve) => {
      answer = resolve;
    });
  const closed: string[] = [];
  const waiting = untilAborted(interruption.signal, work, (result) => closed.push(result));
  interruption.abort();
  await expect(waiting).rejects.toThrow();
  answer('a connection');
  await Promise.resolve();
  await Promise.resolve();
  expect(closed).toEqual(['a connection']);
});

it.each([
  [['doctor', '--only', 'source', '--source-url', 'mysql://u@127.0.0.1:PORT']],
  [['doctor', '--only', 'target', '--to', 'postgresql://u@127.0.0.1:PORT/shop']],
  [['source', 'prepare', '--source-url', 'postgresql://u@127.0.0.1:PORT/shop']],
  [['status', '--pipeline', 'shop', '--to', 'postgresql://u@127.0.0.1:PORT/shop']],
  [['checkpoints', 'list', '--pipeline', 'shop', '--to', 'postgresql://u@127.0.0.1:PORT/shop']],
  [['dead-letters', 'list', '--pipeline', 'shop', '--to', 'postgresql://u@127.0.0.1:PORT/shop']],
])('%j ends at the signal where nothing answers', async (args) => {
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const interruption = new AbortController();
  const asked = once(silent, 'connection');
  const run = runDray(
    args.map((arg) => arg.replace('PORT', String(port))),
    { signal: interruption.signal },
  );
  const [socket] = (await asked) as [Socket];
  const since = performance.now();
  interruption.abort(new Error('SIGINT'));
  const { code, stdout, stderr } = await run;
  expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
  expect(stderr).toMatch(/^Interrupted\./u);
  expect(performance.now() - since).toBeLessThan(3_000);
  socket.destroy();
  silent.close();
});
