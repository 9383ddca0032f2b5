import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** The built sink as a process. */
export interface BundleProcess {
  readonly exitCode: Promise<number | null>;
  readonly output: () => string;
  readonly errors: () => string;
  readonly logLines: () => readonly Readonly<Record<string, unknown>>[];
  signal(signal: 'SIGTERM' | 'SIGKILL'): void;
}

/** Runs `node main.js` of a build, with these variables and no others but the path. */
export function runBundle(
  folder: string,
  env: Readonly<Record<string, string>>,
  argv: readonly string[] = [],
): BundleProcess {
  const child = spawn(process.execPath, [join(folder, 'main.js'), ...argv], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed = { output: '', errors: '' };
  child.stdout.on('data', (chunk: Buffer) => (printed.output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (printed.errors += chunk.toString()));
  return {
    exitCode: once(child, 'close').then(([code]) => {
      refusePassword(env.SINK_URL, printed.output + printed.errors);
      return code as number | null;
    }),
    output: () => printed.output,
    errors: () => printed.errors,
    logLines: () => readLines(printed.output),
    signal: (signal) => child.kill(signal),
  };
}

/** The last line may still be under way. */
function readLines(output: string): readonly Readonly<Record<string, unknown>>[] {
  const whole = output.slice(0, output.lastIndexOf('\n') + 1);
  return whole
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
}

/** No test has to ask for it: a sink that printed the password of its target fails whatever test started it. */
function refusePassword(url: string | undefined, printed: string): void {
  const password = /^[a-z]+:\/\/[^:/@]*:([^@/]+)@/u.exec(url ?? '')?.[1];
  if (password !== undefined && printed.includes(password))
    throw new Error('The sink printed the password of its target.');
}
