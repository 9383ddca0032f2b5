import type { SourceEngine } from '@drayage/doctor';
import { SourceError } from '../source-error.js';
import { DEFAULT_PORTS, isLoopback, type SourceAddress, type SourceTls } from './source-address.js';

const EXAMPLES =
  'postgresql://user:password@host:5432/database?sslmode=verify-full or mysql://user:password@host:3306/?ssl=true';
const ENCODE_HINT =
  'Percent-encode special characters in user name and password: @ is %40, / is %2F, : is %3A, # is %23, ? is %3F, % is %25.';

const ENGINES: Readonly<Partial<Record<string, SourceEngine>>> = {
  'postgres:': 'postgresql',
  'postgresql:': 'postgresql',
  'mysql:': 'mysql',
  'mariadb:': 'mariadb',
};

/** Of PostgreSQL’s URLs; MySQL’s say `ssl=true`, which verifies. */
const SSL_MODES: Readonly<Partial<Record<string, SourceTls>>> = {
  disable: 'off',
  require: 'encrypt',
  'no-verify': 'encrypt',
  'verify-full': 'verify',
};

/**
 * Reads the URL of a source. `postgresql://` knows `sslmode=disable|require|verify-full`, `mysql://` and `mariadb://`
 * know `ssl=true|false`, all of them `sslrootcert=FILE`. Without them a connection to another machine is encrypted and
 * the certificate not verified. A database in the URL of a MySQL or MariaDB means nothing: `tables.include` chooses.
 *
 * @throws SourceError `source-invalid`; its message never repeats the password.
 */
export function parseSourceUrl(text: string): SourceAddress {
  const remedy = `Write it like ${EXAMPLES}. ${ENCODE_HINT}`;
  const engine = ENGINES[/^[a-z]+:(?=\/\/)/iu.exec(text)?.[0].toLowerCase() ?? ''];
  if (engine === undefined)
    throw invalid('The source URL does not begin with postgresql://, mysql:// or mariadb://.', remedy);
  if (!URL.canParse(text))
    throw invalid(
      'The host or the port of the source URL is none, or a special character before them is not encoded.',
      remedy,
    );
  const url = new URL(text);
  if (url.hash !== '' || (url.pathname + url.search).includes('@')) {
    throw invalid('The source URL cannot be understood.', remedy);
  }
  const host = decode(url.hostname).replace(/^\[(.*)\]$/, '$1') || 'localhost';
  const user = url.username === '' ? (engine === 'postgresql' ? 'postgres' : 'root') : decode(url.username);
  const path = decode(url.pathname.replace(/^\//, ''));
  const rootCertificatePath = url.searchParams.get('sslrootcert') ?? undefined;
  return {
    engine,
    host,
    port: url.port === '' ? DEFAULT_PORTS[engine] : Number(url.port),
    user,
    password: url.password === '' ? undefined : decode(url.password),
    database: engine === 'postgresql' ? path || user : '',
    tls: readTls(url, engine) ?? (rootCertificatePath === undefined ? defaultTls(host) : 'verify'),
    rootCertificatePath,
  };
}

/** What an address means that says nothing of encryption. */
export function defaultTls(host: string): SourceTls {
  return isLoopback(host) ? 'off' : 'encrypt';
}

function readTls(url: URL, engine: SourceEngine): SourceTls | undefined {
  const name = engine === 'postgresql' ? 'sslmode' : 'ssl';
  const unknown = [...url.searchParams.keys()].find((key) => key !== name && key !== 'sslrootcert');
  if (unknown !== undefined) {
    throw invalid(
      `The source URL has an unknown parameter: ${unknown}.`,
      `${url.protocol}// understands ${name} and sslrootcert.`,
    );
  }
  const value = url.searchParams.get(name);
  if (value === null) return undefined;
  const modes: Readonly<Partial<Record<string, SourceTls>>> =
    engine === 'postgresql' ? SSL_MODES : { true: 'verify', false: 'off' };
  const tls = modes[value];
  if (tls === undefined) {
    throw invalid(`The parameter ${name} has an unknown value.`, `Use one of ${Object.keys(modes).join(', ')}.`);
  }
  return tls;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalid('The source URL has a % that begins no character code.', ENCODE_HINT);
  }
}

function invalid(message: string, remedy: string): SourceError {
  return new SourceError('source-invalid', { message, remedy });
}
