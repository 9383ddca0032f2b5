import type { SinkDatabase, SinkErrorCode } from '@drayage/cratedb-writer';
import type { TcpProxy } from '@drayage/testing';

export interface FaultPlace {
  readonly proxy: TcpProxy;
  /** Beside the proxy, as an administrator. */
  readonly admin: SinkDatabase;
  /** The role under which the workers connect. */
  readonly role: string;
}

/** One thing that can go wrong with a PostgreSQL. */
export interface DatabaseFault {
  readonly name: string;
  /** What whoever writes is told, at least once; absent: perhaps nothing. */
  readonly tells?: SinkErrorCode;
  /** Resolves when the next statement meets the fault. */
  begin(place: FaultPlace): Promise<void> | void;
  /** Mends it: after so many pauses of the one who tries again, or so many calls of the database. */
  readonly lasts: { readonly pauses: number } | { readonly calls: number };
  end(place: FaultPlace): Promise<void>;
}

const heal = ({ proxy }: FaultPlace): Promise<void> => proxy.heal();

export const DATABASE_FAULTS: readonly DatabaseFault[] = [
  {
    name: 'refuses connections',
    tells: 'connection-refused',
    lasts: { pauses: 3 },
    begin: ({ proxy }) => {
      proxy.fail({ kind: 'refuse' });
      proxy.reset();
    },
    end: heal,
  },
  {
    name: 'resets the connection after a statement was executed',
    tells: 'connection-lost',
    lasts: { pauses: 1 },
    begin: ({ proxy }) => {
      proxy.fail({ kind: 'hold-answers' });
      void proxy.answerIntercepted().then(() => proxy.reset());
    },
    end: heal,
  },
  {
    name: 'loses the answer of a statement that was executed',
    tells: 'statement-timeout',
    lasts: { pauses: 1 },
    begin: ({ proxy }) => proxy.fail({ kind: 'lose-answers' }),
    end: heal,
  },
  {
    name: 'loses an answer in the middle of it',
    tells: 'statement-timeout',
    lasts: { pauses: 1 },
    begin: ({ proxy }) => proxy.fail({ kind: 'lose-answers', afterBytes: 7 }),
    end: heal,
  },
  {
    name: 'answers late',
    lasts: { calls: 3 },
    begin: ({ proxy }) => proxy.fail({ kind: 'delay-answers', delayMs: 40 }),
    end: heal,
  },
  {
    name: 'executes a statement after the client gave up, before it is sent again',
    tells: 'statement-timeout',
    lasts: { pauses: 1 },
    begin: ({ proxy }) => proxy.fail({ kind: 'hold-requests' }),
    end: heal,
  },
  {
    name: 'executes a statement after the client gave up, and after others',
    tells: 'statement-timeout',
    lasts: { calls: 4 },
    begin: ({ proxy }) => proxy.fail({ kind: 'hold-requests' }),
    end: heal,
  },
  {
    name: 'is read-only',
    tells: 'table-blocked',
    lasts: { pauses: 3 },
    begin: (place) => setReadOnly(place, 'on'),
    end: (place) => setReadOnly(place, 'off'),
  },
  {
    name: 'has too many connections',
    tells: 'overloaded',
    lasts: { pauses: 3 },
    begin: async (place) => {
      await run(place, `ALTER ROLE ${place.role} CONNECTION LIMIT 0`);
      await endSessions(place);
    },
    end: (place) => run(place, `ALTER ROLE ${place.role} CONNECTION LIMIT -1`),
  },
  // A session that is found to be gone is opened again without a word: there is perhaps nothing to try again.
  {
    name: 'ends all sessions, as a restart does',
    lasts: { calls: 2 },
    begin: endSessions,
    end: () => Promise.resolve(),
  },
];

async function run({ admin }: FaultPlace, sql: string): Promise<void> {
  await admin.execute({ sql, parameters: [] });
}

/** For the role's next sessions, and so its present ones end. */
async function setReadOnly(place: FaultPlace, value: 'on' | 'off'): Promise<void> {
  await run(place, `ALTER ROLE ${place.role} SET default_transaction_read_only = ${value}`);
  await endSessions(place);
}

async function endSessions({ admin, role }: FaultPlace): Promise<void> {
  await admin.execute({
    sql: 'SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = $1',
    parameters: [role],
  });
}
