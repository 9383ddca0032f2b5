import type { ConnectionOptions } from 'node:tls';

import { Client } from 'pg';

import { SinkError } from '../sink-error.js';
import type { Parameter } from '../statement.js';
import { mapConnectError } from './map-connect-error.js';
import type { Dialect } from './sink-database.js';
import { StatementSubmission, type SubmissionResult } from './statement-submission.js';
import type { ServerAddress } from './target-address.js';
import { withDeadline } from './with-deadline.js';

export interface SessionOptions {
  readonly address: ServerAddress;
  readonly tls: ConnectionOptions | false;
  readonly applicationName: string;
  readonly connectTimeoutMs: number;
  readonly statementTimeoutMs: number;
}

/** One connection, set up for the writer. It does not reconnect: whoever holds it opens another. */
export interface Session {
  readonly dialect: Dialect;
  /** False once the connection is gone; it never comes back. */
  isUsable(): boolean;
  /** Rejects with the errors of `pg` as they are. */
  submit(
    sql: string,
    parameterSets: readonly (readonly Parameter[])[],
    arrayTypes?: readonly string[],
  ): Promise<SubmissionResult>;
  /** Says goodbye to the server and waits until the connection is closed. */
  end(): Promise<void>;
  /** Cuts the connection, whatever it does at the moment. */
  destroy(): void;
}

/** What makes both dialects answer the same way in every session. */
const SESSION_SETUP: Readonly<Record<Dialect, string>> = {
  // A missing key of an object is NULL then, in the planner's `(y['v'])`, not an error.
  cratedb: 'SET error_on_unknown_object_key = false',
  // Times and dates come back as text: in one zone, in one style, whatever the server's defaults are.
  postgresql: `SELECT set_config('TimeZone', 'UTC', false), set_config('DateStyle', 'ISO, MDY', false)`,
};

/**
 * Connects, asks the server what it is, and sets the session up, all within `connectTimeoutMs`.
 *
 * @throws SinkError `connection-refused`, `host-unknown`, `authentication-failed`, `tls-refused`, `target-invalid`, …
 */
export async function openSession(options: SessionOptions): Promise<Session> {
  const { address, connectTimeoutMs } = options;
  const client = new Client(clientConfig(options));
  let usable = true;
  const onLoss = (): void => {
    usable = false;
  };
  // Without a listener an error on an idle connection would end the process.
  client.on('error', onLoss);
  client.on('end', onLoss);

  const submit: Session['submit'] = async (...statement) => client.query(new StatementSubmission(...statement)).result;
  const destroy = (): void => {
    usable = false;
    client.connection.stream.destroy();
  };
  const establish = async (): Promise<Dialect> => {
    await client.connect();
    const dialect = dialectOf(await submit('SELECT version()', [[]]), address);
    await submit(SESSION_SETUP[dialect], [[]]);
    return dialect;
  };

  try {
    const dialect = await withDeadline(establish(), connectTimeoutMs, () => noAnswer(options));
    return { dialect, isUsable: () => usable, submit, end: () => client.end(), destroy };
  } catch (error) {
    destroy();
    throw mapConnectError(error, address);
  }
}

function clientConfig({
  address,
  tls,
  applicationName,
  statementTimeoutMs,
}: SessionOptions): ConstructorParameters<typeof Client>[0] {
  const { password } = address;
  return {
    host: address.host,
    port: address.port,
    user: address.user,
    database: address.database,
    // A function, because `pg` would otherwise look an absent password up in the environment and in ~/.pgpass.
    password: () => password ?? '',
    ssl: tls,
    application_name: applicationName,
    // The server gives up as well, where it can: a statement that nobody waits for should not run later.
    statement_timeout: statementTimeoutMs,
    keepAlive: true,
  };
}

function dialectOf(answer: SubmissionResult, address: ServerAddress): Dialect {
  const version = answer.rows[0]?.[0] ?? '';
  const dialect = version.startsWith('CrateDB') ? 'cratedb' : 'postgresql';
  if (address.dialect !== undefined && address.dialect !== dialect) {
    throw new SinkError('target-invalid', {
      message: `The server at ${address.host}:${address.port} is not CrateDB, but the target URL begins with crate://.`,
      remedy: 'Use a postgresql:// URL for a PostgreSQL server, or correct host and pgport.',
    });
  }
  return dialect;
}

function noAnswer({ address, connectTimeoutMs }: SessionOptions): SinkError {
  return new SinkError('connection-refused', {
    message: `${address.host}:${address.port} did not answer as a database server within ${connectTimeoutMs} ms.`,
    remedy:
      'Check firewall and security group, and that the port is that of the PostgreSQL wire protocol (5432), not that of HTTP (4200).',
  });
}
