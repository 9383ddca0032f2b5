import { TcpProxy } from '@drayage/testing';
import { expect, it, vi } from 'vitest';

import { addressOf, logLine, statusOf, useBundledSink } from './testing/bundled-sink.js';
import { productSource } from './testing/product-changes.js';

const sinks = useBundledSink();
const TIMEOUT_MS = 120_000;
const SOON = { timeout: 30_000, interval: 50 };

it(
  'tells in /status, /readyz and metrics that it tries again, with pauses, and goes on by itself',
  { timeout: TIMEOUT_MS },
  async () => {
    const { host, port, user, password } = sinks.postgres;
    const proxy = await TcpProxy.start({ host, port });
    const stream = await sinks.newStream(1);
    const source = productSource();
    await sinks.put(stream, source.load());
    const sink = sinks.start(stream, {
      SINK_URL: `postgresql://${user}:${password}@${proxy.host}:${proxy.port}/postgres`,
    });
    const address = await addressOf(sink);
    await sinks.untilHolds('public.products', source.rows(), sink);

    const cutAt = Date.now();
    proxy.fail({ kind: 'refuse' });
    proxy.reset();
    await sinks.put(stream, source.change(20));
    const retried = async (): Promise<number> => {
      const text = await (await fetch(`${address}/metrics`)).text();
      const lines = text
        .split('\n')
        .filter((line) => line.startsWith('drayage_retries_total{') && line.includes('side="target"'));
      return lines.reduce((total, line) => total + Number(line.split(' ').at(-1)), 0);
    };
    await vi.waitFor(async () => expect(await retried()).toBeGreaterThanOrEqual(3), SOON);
    const { state, warnings } = await statusOf(address);
    expect(state).toBe('retrying');
    expect(warnings.join('\n')).toContain(`No connection to ${proxy.host}:${proxy.port}`);
    expect((await fetch(`${address}/readyz`)).status).toBe(503);
    expect((await fetch(`${address}/healthz`)).status).toBe(200);
    // Of each thing that is tried again, no more than the growing pauses allow.
    const pauses = sink
      .logLines()
      .filter(({ msg }) => msg === 'trying again')
      .map(({ delayMs }) => Number(delayMs));
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(100);
    expect(pauses.length).toBeLessThan(20 + (Date.now() - cutAt) / 100);

    await proxy.heal();
    await sinks.untilHolds('public.products', source.rows(), sink);
    await vi.waitFor(
      async () => expect(await statusOf(address)).toMatchObject({ state: 'running', deadLetters: 0 }),
      SOON,
    );
    expect((await statusOf(address)).warnings.join('\n')).not.toContain('No connection');
    await vi.waitFor(async () => expect((await fetch(`${address}/readyz`)).status).toBe(200), SOON);
    sink.signal('SIGTERM');
    expect(await sink.exitCode).toBe(0);
    await proxy.stop();
  },
);

it('waits for a target that is read-only, and halts at a password that is wrong', { timeout: TIMEOUT_MS }, async () => {
  const { host, port, user } = sinks.postgres;
  const stream = await sinks.newStream(1);
  const source = productSource();
  await sinks.put(stream, source.load());
  await sinks.rows(`ALTER DATABASE postgres SET default_transaction_read_only = on`);
  const sink = sinks.start(stream);
  await logLine(sink, ({ msg, code }) => msg === 'trying again' && code === 'table-blocked');
  // The test's own session is of before.
  await sinks.rows(`ALTER DATABASE postgres RESET default_transaction_read_only`);
  await sinks.rows(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'drayage-sink%'`,
  );
  await sinks.untilHolds('public.products', source.rows(), sink);
  sink.signal('SIGTERM');
  expect(await sink.exitCode).toBe(0);

  const locked = sinks.start(stream, { SINK_URL: `postgresql://${user}:wrong@${host}:${port}/postgres` });
  expect(await locked.exitCode).toBe(1);
  expect(await logLine(locked, ({ msg }) => msg === 'halted')).toMatchObject({
    err: { code: 'authentication-failed' },
  });
});
