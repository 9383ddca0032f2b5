import { spawn } from 'node:child_process';
import process from 'node:process';
import { Command } from 'commander';
import type { CliEnvironment } from '../cli-environment.js';
import { deployerProgram } from '../deployer/deployer-program.js';
import { EXIT_CODES, type ExitCode } from '../exit-codes.js';

type Finish = (code: ExitCode) => void;

/** `dray deploy | diff | destroy | synth`: the deployer, run as a program with the same words. */
function deployerCommand(name: string, description: string): (environment: CliEnvironment, finish: Finish) => Command {
  return (environment, finish) =>
    new Command(name).description(description).action(async (_flags: unknown, command: Command) => {
      finish(await runDeployer([name, ...command.args], environment));
    });
}

export const deployCommand = deployerCommand(
  'deploy',
  'Make a pipeline, or bring it up to what its configuration says.',
);
export const diffCommand = deployerCommand('diff', 'Show what a deployment would change.');
export const destroyCommand = deployerCommand('destroy', 'Take a pipeline away, in order.');
export const synthCommand = deployerCommand('synth', 'Write the CloudFormation templates of a pipeline into a folder.');

async function runDeployer(words: readonly string[], environment: CliEnvironment): Promise<ExitCode> {
  const { env, cwd, stdin, stdout, stderr, signal } = environment;
  const program = deployerProgram(import.meta.url);
  // Its own terminal where there is one, so that it can ask.
  const child = spawn(process.execPath, [...program.words, ...words], {
    cwd,
    env: { ...env, DRAYAGE_DRAY: program.dray },
    stdio: [
      stdin === process.stdin ? 'inherit' : 'ignore',
      stdout === process.stdout ? 'inherit' : 'pipe',
      stderr === process.stderr ? 'inherit' : 'pipe',
    ],
  });
  child.stdout?.pipe(stdout, { end: false });
  child.stderr?.pipe(stderr, { end: false });
  const stop = (): void => void child.kill('SIGTERM');
  signal.addEventListener('abort', stop, { once: true });
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    return exitCode(code);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function exitCode(code: number | null): ExitCode {
  return Object.values(EXIT_CODES).find((known) => known === code) ?? EXIT_CODES.failure;
}
