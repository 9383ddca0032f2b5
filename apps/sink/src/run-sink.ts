import { loadConfig } from '@drayage/config';

import { helpText } from './command-line/help-text.js';
import { parseArguments } from './command-line/parse-arguments.js';
import { renderProblems } from './command-line/render-problems.js';
import type { SinkEnvironment } from './environment.js';
import { EXIT_CODES, type ExitCode } from './exit-codes.js';
import { serveSink } from './serve-sink.js';
import { VERSION } from './version.js';

/** Runs the sink until a signal or a halt; resolves to the exit code. */
export async function runSink(environment: SinkEnvironment): Promise<ExitCode> {
  const { env, argv, cwd, readFile, printOutput, printError } = environment;
  const commandLine = parseArguments(argv);
  switch (commandLine.kind) {
    case 'help':
      printOutput(helpText());
      return EXIT_CODES.done;
    case 'version':
      printOutput(`${VERSION}\n`);
      return EXIT_CODES.done;
    case 'run': {
      const loaded = await loadConfig({ env, flags: commandLine.flags, readFile, cwd });
      const problems = [...commandLine.problems, ...(loaded.ok ? [] : loaded.problems)];
      if (!loaded.ok || problems.length > 0) {
        printError(renderProblems(problems));
        return EXIT_CODES.configuration;
      }
      return serveSink(environment, loaded.config, [...loaded.warnings, ...unstated(loaded.sources)]);
    }
  }
}

/** What an absent column means depends on the DMS endpoint; nobody but the operator can say it. */
function unstated(sources: Readonly<Record<string, unknown>>): readonly string[] {
  if ('write.absentColumns' in sources) return [];
  return [
    'absentColumns (ABSENT_COLUMNS) is not stated: a column that an update lacks keeps its value. ' +
      'Set it to keep if the DMS endpoint has IncludeNullAndEmpty, else to null: NULLs are then not sent.',
  ];
}
