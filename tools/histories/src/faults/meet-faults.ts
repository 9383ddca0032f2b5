import type { SinkDatabase, SinkError, SinkErrorCode } from '@drayage/cratedb-writer';
import type { WorkerOptions } from '../run/worker.ts';
import type { DatabaseFault, FaultPlace } from './database-fault.ts';

/** What was seen of faults in one run. */
export interface FaultLog {
  /** How often the fault began. */
  begun: number;
  /** Codes of what was tried again. */
  readonly codes: SinkErrorCode[];
  /** Each pause before something was tried again, by which attempt it was and how long it would have lasted. */
  readonly pauses: { readonly attempt: number; readonly delayMs: number }[];
  /** The most calls of the database from one pause to the next while a fault lasted. */
  mostCallsBetweenPauses: number;
}

export interface MeetFaultsOptions {
  readonly database: SinkDatabase;
  readonly place: FaultPlace;
  readonly fault: DatabaseFault;
  /** The call of the first fault. */
  readonly firstCall: number;
  /** By how many calls the time to the next fault grows: a batch needs some in a row. */
  readonly growth: number;
}

/** Of attempts at one thing: a fault lasts for fewer. */
const MAX_ATTEMPTS = 30;

/**
 * A database that meets the same fault again and again, and pauses that take no time: a fault ends with the pause, or
 * with the call, that its kind says.
 */
export function meetFaults({ database, place, fault, firstCall, growth }: MeetFaultsOptions): {
  readonly equipment: Pick<WorkerOptions, 'database'> & { readonly retries: NonNullable<WorkerOptions['retries']> };
  readonly log: FaultLog;
  /** Ends the fault, and there are no more. */
  readonly finish: () => Promise<void>;
} {
  const log: FaultLog = { begun: 0, codes: [], pauses: [], mostCallsBetweenPauses: 0 };
  let [calls, callsSincePause, pausesLeft, callsLeft, next] = [0, 0, 0, 0, firstCall];
  let lasting = false;

  async function end(): Promise<void> {
    if (!lasting) return;
    lasting = false;
    next = calls + growth * log.begun;
    await fault.end(place);
  }

  async function beforeCall(): Promise<void> {
    calls += 1;
    if (lasting) {
      callsSincePause += 1;
      log.mostCallsBetweenPauses = Math.max(log.mostCallsBetweenPauses, callsSincePause);
      callsLeft -= 1;
      if ('calls' in fault.lasts && callsLeft <= 0) await end();
    } else if (calls >= next) {
      lasting = true;
      [pausesLeft, callsLeft, callsSincePause] = [
        'pauses' in fault.lasts ? fault.lasts.pauses : 0,
        'calls' in fault.lasts ? fault.lasts.calls : 0,
        0,
      ];
      log.begun += 1;
      await fault.begin(place);
    }
  }

  return {
    log,
    finish: async () => {
      await end();
      next = Number.POSITIVE_INFINITY;
    },
    equipment: {
      database: {
        ...database,
        execute: async (...call) => {
          await beforeCall();
          return database.execute(...call);
        },
        executeBatch: async (...call) => {
          await beforeCall();
          return database.executeBatch(...call);
        },
      },
      retries: {
        random: () => 0.5,
        onRetry: (error: SinkError, attempt: number, delayMs: number) => {
          log.codes.push(error.code);
          log.pauses.push({ attempt, delayMs });
          if (attempt > MAX_ATTEMPTS) throw new Error(`Tried ${attempt} times: ${error.message}`, { cause: error });
        },
        sleep: async () => {
          callsSincePause = 0;
          pausesLeft -= 1;
          if (lasting && 'pauses' in fault.lasts && pausesLeft <= 0) await end();
        },
      },
    },
  };
}
