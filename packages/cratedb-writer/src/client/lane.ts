import { SinkError } from '../sink-error.js';
import type { Parameter } from '../statement.js';
import { mapStatementError } from './map-database-error.js';
import type { Session } from './session.js';
import type { SubmissionResult } from './statement-submission.js';
import { withDeadline } from './with-deadline.js';

/** How long `close` lets a running statement go on. */
const CLOSE_TIMEOUT_MS = 2_000;

export interface LaneOptions {
  readonly connect: () => Promise<Session>;
  readonly statementTimeoutMs: number;
}

/**
 * One connection whose statements run one after another, in call order. It connects at the first statement, and again
 * at the next statement after a loss:
 *
 *     no session --statement--> connected --time-out, loss, failed batch--> no session
 *                                   `-- close --> closed
 */
export class Lane {
  readonly #options: LaneOptions;
  #session: Session | undefined;
  #tail: Promise<unknown> = Promise.resolve();
  #closed = false;

  /** @param session - An open session to begin with. */
  constructor(options: LaneOptions, session?: Session) {
    this.#options = options;
    this.#session = session;
  }

  run(
    sql: string,
    parameterSets: readonly (readonly Parameter[])[],
    arrayTypes?: readonly string[],
  ): Promise<SubmissionResult> {
    const turn = this.#tail.then(() => this.#submit(sql, parameterSets, arrayTypes));
    this.#tail = turn.catch(() => undefined);
    return turn;
  }

  /** Refuses what waits, gives the running statement a moment to end, and disconnects. */
  async close(): Promise<void> {
    this.#closed = true;
    try {
      await withDeadline(
        this.#tail.then(() => this.#session?.end()),
        CLOSE_TIMEOUT_MS,
        closed,
      );
    } catch {
      this.#session?.destroy();
    }
  }

  async #submit(
    sql: string,
    parameterSets: readonly (readonly Parameter[])[],
    arrayTypes: readonly string[] | undefined,
  ): Promise<SubmissionResult> {
    if (this.#closed) {
      throw closed();
    }
    const session = await this.#connected();
    try {
      const submitted = session.submit(sql, parameterSets, arrayTypes);
      return await withDeadline(submitted, this.#options.statementTimeoutMs, () => this.#timedOut());
    } catch (error) {
      const mapped = mapStatementError(error, {
        dialect: session.dialect,
        hasParameters: parameterSets.some((parameters) => parameters.length > 0),
      });
      // CrateDB may answer a failed batch with an error for each Execute; `pg` is of no use after the second.
      const isBatch = parameterSets.length > 1;
      if (isBatch || mapped.code === 'statement-timeout' || mapped.code === 'connection-lost') {
        session.destroy();
      }
      throw mapped;
    }
  }

  async #connected(): Promise<Session> {
    if (this.#session?.isUsable() !== true) {
      this.#session = undefined;
      this.#session = await this.#options.connect();
      if (this.#closed) {
        this.#session.destroy();
        throw closed();
      }
    }
    return this.#session;
  }

  #timedOut(): SinkError {
    return new SinkError('statement-timeout', {
      message: `The target did not answer a statement within ${this.#options.statementTimeoutMs} ms.`,
      remedy:
        'Look at the health of the cluster: unassigned shards, full disks, long garbage collections. The statement is repeated.',
    });
  }
}

function closed(): SinkError {
  return new SinkError('connection-lost', {
    message: 'The connection to the target has been closed by this process.',
    remedy: 'Nothing to do: the process is ending, and what was not written is read again.',
  });
}
