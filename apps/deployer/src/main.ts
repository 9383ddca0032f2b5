import { readFile } from 'node:fs/promises';
import process from 'node:process';
import { createInterface } from 'node:readline/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT_CODES } from './program/exit-codes.js';
import { functionBundle } from './program/function-bundle.js';
import { runDeployer } from './program/run-deployer.js';

const interruption = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => {
    if (interruption.signal.aborted) process.exit(EXIT_CODES.interrupted);
    interruption.abort(new Error(name));
  });
}
const { signal } = interruption;

async function ask(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/iu.test((await terminal.question(question, { signal })).trim());
  } finally {
    terminal.close();
  }
}

process.exitCode = await runDeployer(process.argv.slice(2), {
  env: process.env,
  cwd: process.cwd(),
  readFile: (path) => readFile(path, 'utf8'),
  printOutput: (text) => void process.stdout.write(text),
  printError: (text) => void process.stderr.write(text),
  ask: process.stdin.isTTY && process.stderr.isTTY ? ask : undefined,
  signal,
  now: Date.now,
  wait: (ms) => sleep(ms, undefined, { signal }),
  functionBundle,
});
