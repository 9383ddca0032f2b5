import { SinkError, type SinkDatabase } from '@drayage/cratedb-writer';

/** What happens to one call of the database, counted from the beginning of an invocation. */
export interface CallFault {
  readonly call: number;
  /** `refused`: before it is executed. `lost`: after. `dies`: the sandbox ends there, without a word. */
  readonly kind: 'refused' | 'lost' | 'dies';
}

/** The database as one sandbox has it. */
export interface SandboxDatabase {
  readonly open: () => Promise<SinkDatabase>;
  /** The next invocation meets this. */
  arm(fault: CallFault | undefined): void;
  /** Resolves when the sandbox has ended. */
  readonly died: Promise<void>;
}

/** All sandboxes share one database; what one of them closed takes no more statements from it. */
export function sandboxDatabase(shared: SinkDatabase): SandboxDatabase {
  let armed: CallFault | undefined;
  let calls = 0;
  let isDead = false;
  let die = (): void => undefined;
  const died = new Promise<void>((resolve) => (die = resolve));
  const never = (): Promise<never> => new Promise(() => undefined);

  async function call<T>(isClosed: () => boolean, execute: () => Promise<T>): Promise<T> {
    if (isDead) return never();
    if (isClosed()) throw lost();
    calls += 1;
    const fault = calls === armed?.call ? armed.kind : undefined;
    if (fault === 'dies') {
      isDead = true;
      die();
      return never();
    }
    if (fault === 'refused') throw lost();
    const answer = await execute();
    if (fault === 'lost') throw lost();
    return answer;
  }

  return {
    died,
    arm: (fault) => {
      armed = fault;
      calls = 0;
    },
    open: () => {
      let closed = false;
      const isClosed = (): boolean => closed;
      return Promise.resolve({
        ...shared,
        execute: (statement, lane) => call(isClosed, () => shared.execute(statement, lane)),
        executeBatch: (sql, parameterSets, lane) => call(isClosed, () => shared.executeBatch(sql, parameterSets, lane)),
        close: () => {
          closed = true;
          return Promise.resolve();
        },
      });
    },
  };
}

function lost(): SinkError {
  return new SinkError('connection-lost', { message: 'The connection broke.', remedy: 'Nothing to do.' });
}
