import { Command, CommanderError } from 'commander';
import { describeFailure, EXIT_CODES, type ExitCode, isInterruption, printable, UsageError } from '@drayage/terminal';
import { deployCommand } from './deploy-command.js';
import type { DeployerEnvironment } from './deployer-environment.js';
import { destroyCommand } from './destroy-command.js';
import { diffCommand } from './diff-command.js';
import { ConfigurationError } from './load-or-refuse.js';
import { synthCommand } from './synth-command.js';

/** Runs one command line; resolves to the exit code and never rejects. */
export async function runDeployer(argv: readonly string[], environment: DeployerEnvironment): Promise<ExitCode> {
  const program = new Command('dray')
    .description('Make a Drayage pipeline from its configuration.')
    .exitOverride()
    .showHelpAfterError('Run with --help for usage.')
    .configureOutput({ writeOut: environment.printOutput, writeErr: environment.printError });
  for (const make of [deployCommand, diffCommand, destroyCommand, synthCommand]) {
    const command = make(environment);
    command.copyInheritedSettings(program);
    program.addCommand(command);
  }
  try {
    await program.parseAsync(argv, { from: 'user' });
    return EXIT_CODES.done;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_CODES.done : EXIT_CODES.usage;
    return report(error, environment);
  }
}

function report(error: unknown, { signal, printError }: DeployerEnvironment): ExitCode {
  if (isInterruption(error, signal)) {
    printError('Interrupted. What was done stays; run the same command again to go on.\n');
    return EXIT_CODES.interrupted;
  }
  if (error instanceof ConfigurationError) {
    printError(`The configuration is wrong:\n${error.lines.map((line) => `  ${printable(line)}\n`).join('')}`);
    return EXIT_CODES.usage;
  }
  printError(describeFailure(error));
  return error instanceof UsageError ? EXIT_CODES.usage : EXIT_CODES.failure;
}
