import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

import { fetchSecret } from '@drayage/sink-shell';

import { openSink } from './open/open-sink.js';
import { runSink } from './run-sink.js';

const code = await runSink({
  env: process.env,
  argv: process.argv.slice(2),
  cwd: process.cwd(),
  readFile: (path) => readFile(path, 'utf8'),
  printOutput: (text) => process.stdout.write(text),
  printError: (text) => process.stderr.write(text),
  onStopSignal: (listener) => {
    const signals = ['SIGTERM', 'SIGINT'] as const;
    signals.forEach((signal) => process.on(signal, listener));
    return () => signals.forEach((signal) => process.off(signal, listener));
  },
  exitNow: (exitCode) => process.exit(exitCode),
  clock: {
    now: () => Date.now(),
    random: () => Math.random(),
    wait: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined),
  },
  openSink,
  fetchSecret,
  pageDirectory: new URL('./page/', import.meta.url),
});
// Connections that do not close must not keep a stopped sink alive.
process.exit(code);
