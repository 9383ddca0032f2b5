import { readFile } from 'node:fs/promises';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { askOnTerminal } from './program/ask-on-terminal.js';
import { EXIT_CODES } from './program/exit-codes.js';
import { functionBundle } from './program/function-bundle.js';
import { judgeInterruptions } from './program/interruption.js';
import { openPipeline } from './program/open-pipeline.js';
import { runDeployer } from './program/run-deployer.js';

const interruption = new AbortController();
const { signal } = interruption;
const judge = judgeInterruptions(() => performance.now());
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => {
    const judged = judge(name);
    if (judged === 'again') process.exit(EXIT_CODES.interrupted);
    if (judged === 'echo') return;
    process.stderr.write('\nInterrupted: it ends in order. Once more ends it at once.\n');
    interruption.abort(new Error(name));
  });
}

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
