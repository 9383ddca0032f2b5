import { Command, CommanderError } from 'commander';
import type { CliEnvironment } from './cli-environment.js';
import { captureCommand } from './commands/capture-command.js';
import { checkpointsCommand } from './commands/checkpoints-command.js';
import { configCommand } from './commands/config-command.js';
import { deadLettersCommand } from './commands/dead-letters-command.js';
import { deployCommand, destroyCommand, diffCommand, passingWords, synthCommand } from './commands/deployer-command.js';
import { doctorCommand } from './commands/doctor-command.js';
import { imageCommand } from './commands/image-command.js';
import { lambdaCommand } from './commands/lambda-command.js';
import { logsCommand } from './commands/logs-command.js';
import { mappingsCommand } from './commands/mappings-command.js';
import { peekCommand } from './commands/peek-command.js';
import { planCommand } from './commands/plan-command.js';
import { reloadCommand } from './commands/reload-command.js';
import { replayCommand } from './commands/replay-command.js';
import { sourceCommand } from './commands/source-command.js';
import { stackCommand } from './commands/stack-command.js';
import { resumeCommand, startCommand } from './commands/start-command.js';
import { statusCommand } from './commands/status-command.js';
import { stopCommand } from './commands/stop-command.js';
import { tablesCommand } from './commands/tables-command.js';
import { testConnectionCommand } from './commands/test-connection-command.js';
import { EXIT_CODES, type ExitCode } from './exit-codes.js';
import { reportFailure } from './render/report-failure.js';
import { VERSION } from './version.js';

/** In the order of the help: seeing, running, records, replaying, parts, configuration. */
const COMMANDS = [
  statusCommand,
  tablesCommand,
  doctorCommand,
  logsCommand,
  startCommand,
  stopCommand,
  resumeCommand,
  reloadCommand,
  testConnectionCommand,
  deadLettersCommand,
  checkpointsCommand,
  peekCommand,
  captureCommand,
  planCommand,
  replayCommand,
  lambdaCommand,
  imageCommand,
  stackCommand,
  sourceCommand,
  mappingsCommand,
  configCommand,
];

/** Programs of their own, which take all words that follow, also --help. */
const PROGRAMS = [synthCommand, diffCommand, deployCommand, destroyCommand];

/** Runs one command line; resolves to the exit code and never rejects. */
export async function runCli(argv: readonly string[], environment: CliEnvironment): Promise<ExitCode> {
  let code: ExitCode = EXIT_CODES.done;
  const program = new Command('dray')
    .description('Operate a Drayage pipeline: AWS DMS through Kinesis into CrateDB.')
    .version(VERSION)
    .exitOverride()
    .showHelpAfterError('Run with --help for usage.')
    .configureOutput({
      writeOut: (text) => environment.stdout.write(text),
      writeErr: (text) => environment.stderr.write(text),
    });
  const finish = (result: ExitCode): void => {
    code = result;
  };
  for (const make of PROGRAMS) program.addCommand(passingWords(inheriting(make(environment, finish), program)));
  for (const make of COMMANDS) program.addCommand(inheriting(make(environment, finish), program));
  try {
    if (argv.length === 0) {
      program.outputHelp({ error: true });
      return EXIT_CODES.usage;
    }
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_CODES.done : EXIT_CODES.usage;
    return reportFailure(error, environment);
  }
}

/** A command that was made elsewhere writes where its parent writes, and throws where that one throws; so do its own. */
function inheriting(command: Command, parent: Command): Command {
  command.copyInheritedSettings(parent);
  for (const subcommand of command.commands) inheriting(subcommand, command);
  return command;
}
