import { booleanOf, textOf } from '../session/row-values.js';
import type { SourceSession } from '../session/source-session.js';

/** What ends statements, waits, transactions or sessions; which of them there are depends on the version. */
const TIMEOUTS = [
  'idle_in_transaction_session_timeout',
  'idle_session_timeout',
  'lock_timeout',
  'statement_timeout',
  'transaction_timeout',
] as const;

/** A line of `ALTER ROLE … SET`, `ALTER ROLE … IN DATABASE … SET` or `ALTER DATABASE … SET`. */
export interface RoleSetting {
  readonly name: string;
  readonly value: string;
  /** Empty: of every role. */
  readonly role: string;
  /** Of this database alone. */
  readonly inDatabase: boolean;
}

/** What a session has that no role and no database has set otherwise. */
export interface ServerSetting {
  readonly name: string;
  /** As sessions of the user that reads begin with it. */
  readonly ofReader: string;
  /** As the configuration files say, or else as it is built in. */
  readonly configured: string;
}

/** The time-outs with which sessions of `user` begin, in milliseconds, whoever reads. */
export async function readSessionTimeouts(
  session: SourceSession,
  user: string,
): Promise<Readonly<Record<string, number>>> {
  const [reader] = await session.query(
    "SELECT session_user::text AS name, current_setting('is_superuser') = 'on' AS superuser",
  );
  const settings = await session.query(
    `SELECT s.name, s.reset_val, ${booleanOf(reader, 'superuser') ? FROM_FILES : 's.boot_val'} AS configured
     FROM pg_catalog.pg_settings s WHERE s.name = ANY($1::text[])`,
    [TIMEOUTS],
  );
  const ofRoles = await session.query(
    `SELECT s.setdatabase <> 0 AS in_database, coalesce(r.rolname::text, '') AS role, line
     FROM pg_catalog.pg_db_role_setting s CROSS JOIN LATERAL unnest(s.setconfig) AS line
     LEFT JOIN pg_catalog.pg_roles r ON r.oid = s.setrole
     WHERE s.setdatabase IN (0, (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()))
       AND (s.setrole = 0 OR r.rolname IN ($1, $2))`,
    [user, textOf(reader, 'name')],
  );
  return sessionTimeouts(
    { user, reader: textOf(reader, 'name') },
    settings.map((row) => ({
      name: textOf(row, 'name'),
      ofReader: textOf(row, 'reset_val'),
      configured: textOf(row, 'configured'),
    })),
    ofRoles.map((row) => {
      const line = textOf(row, 'line');
      const at = line.indexOf('=');
      return {
        name: line.slice(0, at),
        value: line.slice(at + 1),
        role: textOf(row, 'role'),
        inDatabase: booleanOf(row, 'in_database'),
      };
    }),
  );
}

const FROM_FILES = `coalesce((SELECT f.setting FROM pg_catalog.pg_file_settings f
  WHERE f.name = s.name AND f.error IS NULL ORDER BY f.seqno DESC LIMIT 1), s.boot_val)`;

/**
 * What the server does when `user` logs in: a setting of role and database comes before one of the role, that before one
 * of the database, that before one of all roles. What the reader’s role sets for itself is not taken for the server’s.
 */
export function sessionTimeouts(
  { user, reader }: { readonly user: string; readonly reader: string },
  server: readonly ServerSetting[],
  ofRoles: readonly RoleSetting[],
): Readonly<Record<string, number>> {
  const rank = ({ role, inDatabase }: RoleSetting): number => (role === '' ? 0 : 2) + (inDatabase ? 1 : 0);
  return Object.fromEntries(
    server.map(({ name, ofReader, configured }) => {
      const [own] = ofRoles
        .filter((setting) => setting.name === name && (setting.role === '' || setting.role === user))
        .toSorted((left, right) => rank(right) - rank(left));
      const readerDiffers = ofRoles.some((setting) => setting.name === name && setting.role === reader);
      return [name, milliseconds(own?.value ?? (readerDiffers ? configured : ofReader))];
    }),
  );
}

const UNITS: Readonly<Record<string, number>> = {
  us: 0.001,
  ms: 1,
  s: 1_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** `5min` or `5000` in milliseconds; a time-out that cannot be read counts as one. */
function milliseconds(text: string): number {
  const [, amount = '', unit = 'ms'] = /^\s*([\d.]+)\s*([a-z]+)?\s*$/u.exec(text) ?? [];
  const factor = UNITS[unit];
  return amount === '' || factor === undefined ? Number.POSITIVE_INFINITY : Number(amount) * factor;
}
