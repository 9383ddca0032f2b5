import { readFile } from 'node:fs/promises';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { abortOnSignals, askOnTerminal } from '@drayage/terminal';
import { functionBundle } from './program/function-bundle.js';
import { openPipeline } from './program/open-pipeline.js';
import { runDeployer } from './program/run-deployer.js';

const signal = abortOnSignals({
  process,
  now: () => performance.now(),
  onFirst: () => void process.stderr.write('\nInterrupted: it ends in order. Once more ends it at once.\n'),
});

process.exitCode = await runDeployer(process.argv.slice(2), {
  env: process.env,
  cwd: process.cwd(),
  readFile: (path) => readFile(path, 'utf8'),
  printOutput: (text) => void process.stdout.write(text),
  printError: (text) => void process.stderr.write(text),
  ask:
    process.stdin.isTTY && process.stderr.isTTY
      ? (question) => askOnTerminal(question, { input: process.stdin, output: process.stderr, signal })
      : undefined,
  signal,
  now: Date.now,
  wait: (ms) => sleep(ms, undefined, { signal }),
  functionBundle,
  openPipeline,
});
