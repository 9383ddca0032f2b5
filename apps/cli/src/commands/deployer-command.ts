import { spawn } from 'node:child_process';
import process from 'node:process';
import { Command } from 'commander';
import { EXIT_CODES, type ExitCode, UsageError } from '@drayage/terminal';
import type { CliEnvironment } from '../cli-environment.js';
import { type DeployerProgram, deployerProgram } from '../deployer/deployer-program.js';

type Finish = (code: ExitCode) => void;
type MakeCommand = (environment: CliEnvironment, finish: Finish) => Command;

const CHECKOUT_ONLY = `
It runs from a checkout of Drayage, where the function and the images of the sink are built, and tells its options there:
  $ git clone https://github.com/drayage/drayage && cd drayage && npm ci
  $ npm run -s dray --`;

/**
 * `dray deploy | diff | destroy | synth`: the deployer, run as a program with the same words. `find` throws a UsageError where
 * there is no checkout; help is given there as well.
 */
export function deployerCommand(
  name: string,
  description: string,
  find: () => DeployerProgram = () => deployerProgram(import.meta.url),
): MakeCommand {
  return (environment, finish) => {
    const command = new Command(name).description(`${description} (checkout only)`);
    return command.action(async () => {
      const asksForHelp = command.args.some((word) => word === '--help' || word === '-h');
      const program = asksForHelp ? findOrNothing(find) : find();
      if (program === undefined) {
        environment.stdout.write(`${command.helpInformation()}${CHECKOUT_ONLY} ${name} --help\n`);
        finish(EXIT_CODES.done);
        return;
      }
      finish(await runDeployer(program, [name, ...command.args], environment));
    });
  };
}

export const deployCommand = deployerCommand(
  'deploy',
  'Make a pipeline, or bring it up to what its configuration says.',
);
export const diffCommand = deployerCommand('diff', 'Show what a deployment would change.');
export const destroyCommand = deployerCommand('destroy', 'Take a pipeline away, in order.');
export const synthCommand = deployerCommand('synth', 'Write the CloudFormation templates of a pipeline into a folder.');

function findOrNothing(find: () => DeployerProgram): DeployerProgram | undefined {
  try {
    return find();
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

async function runDeployer(
  program: DeployerProgram,
  words: readonly string[],
  environment: CliEnvironment,
): Promise<ExitCode> {
  const { env, cwd, stdin, stdout, stderr, signal } = environment;
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
  // A terminal has told it already; it takes the same signal, so soon, for the same wish.
  const stop = (): void => void child.kill(signalOf(signal));
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

function signalOf({ reason }: AbortSignal): 'SIGINT' | 'SIGTERM' {
  return reason instanceof Error && reason.message === 'SIGINT' ? 'SIGINT' : 'SIGTERM';
}

function exitCode(code: number | null): ExitCode {
  return Object.values(EXIT_CODES).find((known) => known === code) ?? EXIT_CODES.failure;
}
