import { fork, type ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

export interface ProgramOptions {
  /** A TypeScript file, run from source. */
  readonly program: URL;
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Modules to load before the program. */
  readonly preload?: readonly URL[];
}

/** The AWS SDK warns of Node.js 20 in each process, which helps nobody who tries a demo. */
const QUIET = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };

/**
 * Starts a program of this repository from source, with an IPC channel and piped output. It becomes the leader of its
 * own process group: Ctrl-C reaches the parent alone, which then stops its children in order.
 */
export function forkProgram({
  program,
  args = [],
  env = process.env,
  cwd,
  preload = [],
}: ProgramOptions): ChildProcess {
  const imports = [import.meta.resolve('tsx'), ...preload.map(String)].flatMap((module) => ['--import', module]);
  return fork(fileURLToPath(program), args, {
    cwd,
    env: { ...QUIET, ...env },
    execArgv: ['--conditions=@drayage/source', ...imports],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true,
  });
}

/**
 * Resolves with the exit code, 128 and the number of the signal that ended the process, or 1 if it never ran. Not by
 * the event `close`: Node.js does not send it once the parent has closed the IPC channel.
 */
export function whenEnded(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.once('error', () => resolve(1));
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
}
