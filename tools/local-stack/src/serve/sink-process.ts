import { forkProgram, whenEnded } from '../process/fork-program.ts';
import { readLines } from '../process/read-lines.ts';

/** The sink as a process of its own. */
export interface SinkProcess {
  /** Resolves with the exit code. */
  readonly ended: Promise<number>;
  /** Asks it to stop in order and resolves when it has ended; kills it when it takes longer than it may. */
  stop(): Promise<{ readonly killed: boolean }>;
}

export interface SinkProcessOptions {
  readonly env: NodeJS.ProcessEnv;
  /** Where the sink looks for its configuration file. */
  readonly cwd: string;
  readonly onLine: (line: string) => void;
}

const PROGRAM = new URL('../../../../apps/sink/src/main.ts', import.meta.url);
const STOP_WITH_PARENT = new URL('../process/stop-with-parent.ts', import.meta.url);
/** The sink promises to be gone within ten seconds. */
const STOP_GRACE_MS = 12_000;

/** Starts the real sink from source. */
export function startSink({ env, cwd, onLine }: SinkProcessOptions): SinkProcess {
  const child = forkProgram({ program: PROGRAM, env, cwd, preload: [STOP_WITH_PARENT] });
  const ended = whenEnded(child);
  readLines(child.stdout, onLine);
  readLines(child.stderr, onLine);
  return {
    ended,
    stop: async () => {
      let killed = false;
      const kill = setTimeout(() => {
        killed = child.kill('SIGKILL');
      }, STOP_GRACE_MS);
      child.kill('SIGTERM');
      await ended;
      clearTimeout(kill);
      return { killed };
    },
  };
}
