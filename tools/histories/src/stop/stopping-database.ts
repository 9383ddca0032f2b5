import type { SinkDatabase } from '@drayage/cratedb-writer';
import type { StopPoint } from './sink-job.ts';

export interface StoppingDatabase {
  readonly database: SinkDatabase;
  /** How many calls there were. */
  calls(): number;
}

/** The same database, where the process ends or stands still at one of the calls. */
export function stopAt(
  inner: SinkDatabase,
  point: StopPoint | undefined,
  stop: (call: number, statement: string) => void,
): StoppingDatabase {
  let calls = 0;

  async function run<T>(statement: string, call: () => Promise<T>): Promise<T> {
    calls += 1;
    const number = calls;
    if (number !== point?.call) return call();
    const now = (): void => stop(number, statement);
    switch (point.mode) {
      case 'before':
        now();
        return call();
      case 'during': {
        const answer = call();
        // It may fail before anybody looks.
        answer.catch(() => undefined);
        // Two turns of the event loop: the driver has written to its socket by then.
        await turn();
        await turn();
        now();
        return answer;
      }
      case 'after': {
        const answer = await call();
        now();
        return answer;
      }
    }
  }

  return {
    calls: () => calls,
    database: {
      ...inner,
      execute: (statement, lane) => run(statement.sql, () => inner.execute(statement, lane)),
      executeBatch: (sql, parameterSets, lane) => run(sql, () => inner.executeBatch(sql, parameterSets, lane)),
    },
  };
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
