import { setTimeout as sleep } from 'node:timers/promises';

import type { SinkEnvironment } from '../environment.js';
import { runSink } from '../run-sink.js';
import type { FakeSink } from './fake-sink.js';

export interface StartedSink {
  readonly exitCode: Promise<number>;
  readonly output: () => string;
  readonly errors: () => string;
  readonly logLines: () => readonly Readonly<Record<string, unknown>>[];
  /** Codes given to `exitNow`. */
  readonly exits: readonly number[];
  /** The server’s address, once it listens. */
  readonly url: Promise<string>;
  sendSignal(signal: 'SIGTERM' | 'SIGINT'): void;
}

export interface StartOptions extends Partial<SinkEnvironment> {
  readonly sink: FakeSink;
}

export const ENV = { SINK_URL: 'crate://crate:hunter2@localhost/doc', KINESIS_STREAM: 'orders', PORT: '0' };

/** Runs the sink in this process, with a real HTTP server on a free port and everything else faked. */
export function startSink({ sink, ...overrides }: StartOptions): StartedSink {
  const logLines: Readonly<Record<string, unknown>>[] = [];
  const printed = { output: '', errors: '' };
  const exits: number[] = [];
  const listeners = new Set<(signal: 'SIGTERM' | 'SIGINT') => void>();
  let listening: (url: string) => void = () => undefined;
  const url = new Promise<string>((resolve) => {
    listening = resolve;
  });
  const exitCode = runSink({
    env: ENV,
    argv: [],
    cwd: '/nowhere',
    readFile: () => Promise.reject(Object.assign(new Error('no such file'), { code: 'ENOENT' })),
    printOutput: (text) => (printed.output += text),
    printError: (text) => (printed.errors += text),
    onStopSignal: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    exitNow: (code) => exits.push(code),
    clock: {
      now: () => Date.now(),
      random: () => 0.5,
      wait: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined),
    },
    openSink: sink.openSink,
    fetchSecret: () => Promise.reject(new Error('no secret was expected')),
    pageDirectory: new URL('../page/', import.meta.url),
    logDestination: {
      write: (line) => {
        const entry = JSON.parse(line) as Readonly<Record<string, unknown>>;
        logLines.push(entry);
        if (typeof entry.url === 'string') {
          listening(entry.url);
        }
      },
    },
    ...overrides,
  });
  return {
    exitCode,
    exits,
    url,
    output: () => printed.output,
    errors: () => printed.errors,
    logLines: () => logLines,
    sendSignal: (signal) => [...listeners].forEach((listener) => listener(signal)),
  };
}
