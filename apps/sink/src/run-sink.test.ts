import { createServer } from 'node:net';

import { SinkError } from '@drayage/cratedb-writer';
import { describe, expect, it, vi } from 'vitest';

import { batchReport, fakeSink, shardStatus, tableStatus, untilAborted } from './testing/fake-sink.js';
import { ENV, startSink } from './testing/start-sink.js';

describe('without a sound configuration', () => {
  it('prints every problem with its remedy and exits 2, having opened nothing', async () => {
    const sink = fakeSink();
    sink.beforeOpen = () => expect.unreachable();
    const started = startSink({ sink, env: { PORT: 'eighty' } });
    expect(await started.exitCode).toBe(2);
    const lines = started.errors().trim().split('\n');
    expect(lines).toEqual([
      'drayage-sink cannot start: 3 problems in its configuration.',
      expect.stringMatching(/^ {2}- target\.url \/ SINK_URL: The target is missing\. Set it to /),
      expect.stringMatching(/^ {2}- kinesis\.stream \/ KINESIS_STREAM: The stream is missing\. Set it to /),
      '  - http.port / PORT: eighty is not allowed. It must be a whole number from 0 to 65535.',
      'Every key, variable and default: --help, or docs/20-configuration.md',
    ]);
  });

  it.each([
    [['--prot', '1'], 'Did you mean --port?'],
    [['--port'], '--port has no value.'],
    [['replay'], 'belongs to no flag'],
  ])('refuses the arguments %j', async (argv, text) => {
    const started = startSink({ sink: fakeSink(), argv });
    expect(await started.exitCode).toBe(2);
    expect(started.errors()).toContain(text);
  });
});

describe('--help and --version', () => {
  it('print and exit 0', async () => {
    const help = startSink({ sink: fakeSink(), argv: ['--help'], env: {} });
    expect(await help.exitCode).toBe(0);
    expect(help.output()).toContain('--write-delete-mode (DRAYAGE_WRITE_DELETE_MODE, default hard)');
    const version = startSink({ sink: fakeSink(), argv: ['--version'], env: {} });
    expect(await version.exitCode).toBe(0);
    expect(version.output()).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('a signal', () => {
  it('ends the loop, releases everything and exits 0', async () => {
    const sink = fakeSink();
    const released: string[] = [];
    sink.run = async (signal) => {
      await untilAborted(signal);
      released.push('shards');
    };
    const started = startSink({ sink });
    const url = await started.url;
    await sink.running;
    started.sendSignal('SIGTERM');
    expect(await started.exitCode).toBe(0);
    expect(released).toEqual(['shards']);
    expect(sink.closed()).toBe(true);
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
  });

  it('waits 8 s for a batch that does not end, then abandons it', async () => {
    const sink = fakeSink();
    sink.run = () => new Promise(() => undefined);
    const waits: number[] = [];
    const clock = {
      now: () => Date.now(),
      random: () => 0.5,
      wait: (ms: number, signal: AbortSignal) => {
        waits.push(ms);
        return ms === 8_000 ? Promise.resolve() : untilAborted(signal);
      },
    };
    const started = startSink({ sink, clock });
    await sink.running;
    started.sendSignal('SIGTERM');
    expect(await started.exitCode).toBe(1);
    expect(waits).toEqual([8_000, 1_500]);
    expect(sink.closed()).toBe(true);
  });

  it('stops a sink whose target is still being waited for', async () => {
    const sink = fakeSink();
    sink.beforeOpen = () => {
      throw new SinkError('connection-refused', { message: 'The target refuses connections.', remedy: 'Start it.' });
    };
    const started = startSink({ sink });
    await vi.waitFor(
      () => expect(started.logLines()).toContainEqual(expect.objectContaining({ msg: 'trying again' })),
      10_000,
    );
    started.sendSignal('SIGINT');
    expect(await started.exitCode).toBe(0);
  });

  it('sent twice ends the process at once', async () => {
    const sink = fakeSink();
    let release: () => void = () => undefined;
    sink.run = () =>
      new Promise((resolve) => {
        release = resolve;
      });
    const started = startSink({ sink });
    await sink.running;
    started.sendSignal('SIGTERM');
    started.sendSignal('SIGINT');
    expect(started.exits).toEqual([130]);
    release();
    await started.exitCode;
  });
});

describe('a failure', () => {
  it('that halts is logged with code and remedy, without passwords, and exits 1', async () => {
    const sink = fakeSink();
    sink.run = () =>
      Promise.reject(
        new SinkError('permission-denied', {
          message: 'crate://crate:hunter2@localhost denies it.',
          remedy: 'Grant DML.',
        }),
      );
    const started = startSink({ sink });
    expect(await started.exitCode).toBe(1);
    const halted = started.logLines().find(({ msg }) => msg === 'halted');
    expect(halted).toMatchObject({ level: 'fatal', err: { code: 'permission-denied', remedy: 'Grant DML.' } });
    expect(JSON.stringify(started.logLines())).not.toContain('hunter2');
    expect(sink.closed()).toBe(true);
  });

  it('that may pass at the start is tried again, while the probes answer', async () => {
    const sink = fakeSink();
    let attempts = 0;
    sink.beforeOpen = () => {
      attempts += 1;
      if (attempts < 3) {
        throw new SinkError('connection-refused', { message: 'The target refuses connections.', remedy: 'Start it.' });
      }
    };
    const waits: number[] = [];
    let go: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    const clock = {
      now: () => Date.now(),
      random: () => 0.5,
      wait: (ms: number) => {
        waits.push(ms);
        return gate;
      },
    };
    const started = startSink({ sink, clock });
    const url = await started.url;
    await vi.waitFor(() => expect(waits).toHaveLength(1), 10_000);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    const ready = await fetch(`${url}/readyz`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({
      reasons: expect.arrayContaining(['The sink is retrying: The target refuses connections.']) as unknown,
    });
    go();
    await sink.running;
    expect(waits).toEqual([375, 750]);
    started.sendSignal('SIGTERM');
    await started.exitCode;
  });

  it('to listen names the port and the remedy', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const address = taken.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const started = startSink({ sink: fakeSink(), env: { ...ENV, PORT: port } });
    expect(await started.exitCode).toBe(1);
    expect(started.logLines().find(({ msg }) => msg === 'halted')).toMatchObject({
      err: { code: 'EADDRINUSE', remedy: expect.stringContaining('PORT') as string },
    });
    taken.close();
  });

  it('of an ended stream exits 1', async () => {
    const sink = fakeSink();
    sink.run = () => Promise.resolve();
    expect(await startSink({ sink }).exitCode).toBe(1);
  });
});

describe('the target', () => {
  it('comes out of the secret when one is named', async () => {
    const sink = fakeSink();
    const arn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:crate-AbCdEf';
    const asked: string[] = [];
    const started = startSink({
      sink,
      env: { SINK_URL_SECRET_ARN: arn, KINESIS_STREAM: 'orders', PORT: '0' },
      fetchSecret: (name) => {
        asked.push(name);
        return Promise.resolve('{"username":"admin","password":"a@b","host":"db.example.com"}');
      },
    });
    expect((await sink.opened).targetUrl).toBe('crate://admin:a%40b@db.example.com/doc?pgport=5432&ssl=true');
    expect(asked).toEqual([arn]);
    started.sendSignal('SIGTERM');
    await started.exitCode;
  });
});

describe('logs', () => {
  it('hold one line for a batch at info, none for one that did nothing', async () => {
    const sink = fakeSink();
    const started = startSink({ sink });
    const { observer } = await sink.opened;
    observer.onBatch(batchReport());
    observer.onBatch(batchReport({ records: 0, statements: 0 }));
    observer.onBatch(batchReport({ records: 0, statements: 0, deadLetters: 2 }));
    observer.onBatch(batchReport({ records: 0, statements: 3 }));
    observer.onWarningOver('lag');
    observer.onWarning('lag', 'Behind.');
    observer.onWarningOver('lag');
    sink.snapshot = { ...sink.snapshot, shards: [shardStatus({ lagMs: null })] };
    expect(
      started
        .logLines()
        .filter(({ topic }) => topic === 'lag')
        .map(({ msg }) => msg),
    ).toEqual(['Behind.', 'a warning is over']);
    const lines = started.logLines().filter(({ msg }) => msg === 'batch written');
    expect(lines).toEqual([
      expect.objectContaining({
        level: 'info',
        pipeline: 'orders',
        records: 100,
        rowsUpserted: 90,
        tables: 1,
        seconds: 0.2,
      }),
      expect.objectContaining({ records: 0, deadLetters: 2 }),
      expect.objectContaining({ records: 0, statements: 3 }),
    ]);
    started.sendSignal('SIGTERM');
    await started.exitCode;
  });

  it('hold each warning of the writer once, as the page does', async () => {
    const sink = fakeSink();
    const started = startSink({ sink });
    await sink.running;
    const { observer } = await sink.opened;
    observer.onBatch(batchReport());
    sink.snapshot = { ...sink.snapshot, warnings: ['Column a is kept as text.'] };
    observer.onBatch(batchReport());
    observer.onBatch(batchReport({ records: 0, statements: 0 }));
    sink.snapshot = { ...sink.snapshot, warnings: ['Column a is kept as text.', 'Column b too.'] };
    observer.onBatch(batchReport());
    const told = started.logLines().filter(({ topic }) => topic === 'tables');
    expect(told).toEqual([
      expect.objectContaining({ level: 'warn', msg: 'Column a is kept as text.' }),
      expect.objectContaining({ level: 'warn', msg: 'Column b too.' }),
    ]);
    started.sendSignal('SIGTERM');
    await started.exitCode;
  });

  it('tell once a minute how the sink stands, also while nothing comes', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      const sink = fakeSink();
      const started = startSink({ sink });
      await sink.running;
      sink.snapshot = { ...sink.snapshot, tables: [tableStatus({ state: 'incomplete' })] };
      vi.advanceTimersByTime(60_000);
      expect(started.logLines().filter(({ msg }) => msg === 'how it stands')).toEqual([
        expect.objectContaining({ level: 'info', lagSeconds: 0.4, tablesIncomplete: 1 }),
      ]);
      started.sendSignal('SIGTERM');
      await started.exitCode;
    } finally {
      vi.useRealTimers();
    }
  });
});
