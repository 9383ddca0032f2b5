import { Command, CommanderError } from 'commander';
import { EXIT_CODES, type ExitCode } from '@drayage/terminal';
import type { CliEnvironment } from './cli-environment.js';
import { reportFailure } from './render/report-failure.js';
import { helpWidth, wrapHelp } from './render/wrap-help.js';
import { VERSION } from './version.js';

type MakeCommand = (environment: CliEnvironment, finish: (code: ExitCode) => void) => Command;

/** By name, in the order of the help: seeing, running, records, replaying, parts, configuration. Loaded when called for. */
const COMMANDS: Readonly<Record<string, () => Promise<MakeCommand>>> = {
  synth: async () => (await import('./commands/deployer-command.js')).synthCommand,
  diff: async () => (await import('./commands/deployer-command.js')).diffCommand,
  deploy: async () => (await import('./commands/deployer-command.js')).deployCommand,
  destroy: async () => (await import('./commands/deployer-command.js')).destroyCommand,
  status: async () => (await import('./commands/status-command.js')).statusCommand,
  tables: async () => (await import('./commands/tables-command.js')).tablesCommand,
  doctor: async () => (await import('./commands/doctor-command.js')).doctorCommand,
  logs: async () => (await import('./commands/logs-command.js')).logsCommand,
  start: async () => (await import('./commands/start-command.js')).startCommand,
  stop: async () => (await import('./commands/stop-command.js')).stopCommand,
  resume: async () => (await import('./commands/start-command.js')).resumeCommand,
  reload: async () => (await import('./commands/reload-command.js')).reloadCommand,
  'test-connection': async () => (await import('./commands/test-connection-command.js')).testConnectionCommand,
  'dead-letters': async () => (await import('./commands/dead-letters-command.js')).deadLettersCommand,
  checkpoints: async () => (await import('./commands/checkpoints-command.js')).checkpointsCommand,
  peek: async () => (await import('./commands/peek-command.js')).peekCommand,
  capture: async () => (await import('./commands/capture-command.js')).captureCommand,
  plan: async () => (await import('./commands/plan-command.js')).planCommand,
  replay: async () => (await import('./commands/replay-command.js')).replayCommand,
  lambda: async () => (await import('./commands/lambda-command.js')).lambdaCommand,
  image: async () => (await import('./commands/image-command.js')).imageCommand,
  stack: async () => (await import('./commands/stack-command.js')).stackCommand,
  source: async () => (await import('./commands/source-command.js')).sourceCommand,
  mappings: async () => (await import('./commands/mappings-command.js')).mappingsCommand,
  config: async () => (await import('./commands/config-command.js')).configCommand,
};

/** Programs of their own, which take all words that follow, also --help. */
const PROGRAMS: ReadonlySet<string> = new Set(['synth', 'diff', 'deploy', 'destroy']);

/** Runs one command line; resolves to the exit code and never rejects. */
export async function runCli(argv: readonly string[], environment: CliEnvironment): Promise<ExitCode> {
  let code: ExitCode = EXIT_CODES.done;
  const width = helpWidth(environment.stdout.columns);
  const program = new Command('dray')
    .description('Operate a Drayage pipeline: AWS DMS through Kinesis into CrateDB.')
    .version(VERSION)
    .exitOverride()
    .showHelpAfterError('Run with --help for usage.')
    .configureOutput({
      writeOut: (text) => environment.stdout.write(wrapHelp(text, width)),
      getOutHelpWidth: () => width,
      writeErr: (text) => environment.stderr.write(text),
    });
  const finish = (result: ExitCode): void => {
    code = result;
  };
  // One that is named is all that is needed: the SDK alone would cost every replay 60 MB.
  const [name = ''] = argv;
  const named = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  for (const load of named === undefined ? Object.values(COMMANDS) : [named]) {
    const command = inheriting((await load())(environment, finish), program);
    program.addCommand(PROGRAMS.has(command.name()) ? passingWords(command) : command);
  }
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

/** Leaves every word to the program behind the command; to be said last, for a parent's settings come before. */
function passingWords(command: Command): Command {
  return command.helpOption(false).allowUnknownOption().allowExcessArguments();
}

/** A command that was made elsewhere writes where its parent writes, and throws where that one throws; so do its own. */
function inheriting(command: Command, parent: Command): Command {
  command.copyInheritedSettings(parent);
  for (const subcommand of command.commands) inheriting(subcommand, command);
  return command;
}
