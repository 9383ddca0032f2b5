import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import process from 'node:process';
import type { SinkProgram } from './bundle-sink-program.ts';
import type { SinkNews, StopPoint } from './sink-job.ts';

export interface SinkProcess {
  /** Everything that it told so far. */
  news(): readonly SinkNews[];
  /** Resolves with the first news that fits; rejects when the process ends without. */
  until(fits: (news: SinkNews) => boolean): Promise<SinkNews>;
  /** `killed`: by its stop point. Rejects with what it printed when it failed. */
  readonly end: Promise<'done' | 'killed'>;
  /** Lets one that stands still go on. */
  wake(): void;
  kill(): void;
}

export function startSinkProcess(program: SinkProgram, jobFile: string, point?: StopPoint): SinkProcess {
  const child = spawn(
    process.execPath,
    [program.file, jobFile, ...(point === undefined ? [] : [JSON.stringify(point)])],
    {
      env: { PATH: process.env['PATH'] },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const news: SinkNews[] = [];
  const errors: string[] = [];
  const listeners = new Set<() => void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    news.push(JSON.parse(line) as SinkNews);
    listeners.forEach((listener) => listener());
  });
  child.stderr.on('data', (bytes: Buffer) => errors.push(bytes.toString()));

  const end = once(child, 'close').then(([code, signal]: readonly unknown[]) => {
    if (code === 0) return 'done';
    if (signal === 'SIGKILL') return 'killed';
    throw new Error(`The sink process ended with ${String(code ?? signal)}:\n${errors.join('').slice(-3_000)}`);
  });
  const until = (fits: (told: SinkNews) => boolean): Promise<SinkNews> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = news.find(fits);
        if (found === undefined) return;
        listeners.delete(look);
        resolve(found);
      };
      listeners.add(look);
      look();
      void end.then(
        () => reject(new Error(`The sink process ended without it, having told ${JSON.stringify(news)}`)),
        reject,
      );
    });
  return { news: () => news, until, end, wake: () => child.kill('SIGCONT'), kill: () => child.kill('SIGKILL') };
}
