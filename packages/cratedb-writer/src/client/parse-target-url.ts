import { SinkError } from '../sink-error.js';
import type { EmbeddedAddress, ServerAddress, TargetAddress, TlsMode } from './target-address.js';

const EXAMPLES =
  'crate://user:password@host/schema?ssl=true, postgresql://user:password@host:5432/database or pglite:./data';
const ENCODE_HINT =
  'Percent-encode special characters in user name and password: @ is %40, / is %2F, : is %3A, # is %23, ? is %3F, % is %25.';

const DEFAULT_WIRE_PORT = 5432;

/** `require` follows libpq: it checks the authority only when one is named. */
const SSL_MODES: Readonly<Record<string, (hasRootCertificate: boolean) => TlsMode>> = {
  disable: () => 'off',
  'no-verify': () => 'encrypt',
  require: (hasRootCertificate) => (hasRootCertificate ? 'verify-ca' : 'encrypt'),
  'verify-ca': () => 'verify-ca',
  'verify-full': () => 'verify-full',
};

/**
 * Reads the URL of a target. Schemes:
 *
 * - `crate://user:password@host[:4200]/[schema][?ssl=true&pgport=5432&sslrootcert=FILE]`: the port is that of CrateDB's
 *   HTTP interface and is not used; the wire protocol is spoken on `pgport`. `ssl=true` verifies certificate and host.
 * - `postgresql://` or `postgres://`, with `sslmode=disable|no-verify|require|verify-ca|verify-full` and `sslrootcert`.
 *   `require` encrypts, and checks the authority only if `sslrootcert` names one, as libpq does. Default: `disable`.
 * - `pglite:` (in memory) and `pglite:DIRECTORY` (kept).
 *
 * @throws SinkError `target-invalid`; its message never repeats the password.
 */
export function parseTargetUrl(text: string): TargetAddress {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase();
  switch (scheme) {
    case 'pglite':
      return parseEmbedded(text.slice('pglite:'.length));
    case 'crate':
      return parseCrate(parseUrl(text));
    case 'postgres':
    case 'postgresql':
      return parsePostgresql(parseUrl(text));
    case undefined:
    default:
      throw invalid(
        'The target URL does not begin with crate://, postgresql:// or pglite:.',
        `Write it like ${EXAMPLES}.`,
      );
  }
}

function parseEmbedded(path: string): EmbeddedAddress {
  if (path.startsWith('//') || /[?#]/.test(path)) {
    throw invalid(
      'A pglite: URL holds nothing but a directory.',
      'Write pglite: for memory, pglite:./data or pglite:/var/lib/data for a directory.',
    );
  }
  return { kind: 'embedded', directory: path === '' ? undefined : path, warnings: [] };
}

function parseCrate(url: URL): ServerAddress {
  const parameters = readParameters(url, ['pgport', 'ssl', 'sslrootcert']);
  const ssl = parameters.get('ssl') ?? 'false';
  if (ssl !== 'true' && ssl !== 'false') {
    throw invalid(
      'The parameter ssl is neither true nor false.',
      'Write ?ssl=true to encrypt the connection and verify the certificate.',
    );
  }
  const rootCertificatePath = parameters.get('sslrootcert');
  if (ssl === 'false' && rootCertificatePath !== undefined) {
    throw invalid('sslrootcert is given, but ssl is not true.', 'Add ssl=true, or leave sslrootcert out.');
  }
  return withWarnings({
    kind: 'server',
    dialect: 'cratedb',
    ...readAuthority(url, { user: 'crate', database: 'doc' }),
    port: readPort(parameters.get('pgport')),
    tls: ssl === 'true' ? 'verify-full' : 'off',
    rootCertificatePath,
  });
}

function parsePostgresql(url: URL): ServerAddress {
  const parameters = readParameters(url, ['sslmode', 'sslrootcert']);
  const rootCertificatePath = parameters.get('sslrootcert');
  const sslMode = SSL_MODES[parameters.get('sslmode') ?? 'disable'];
  if (sslMode === undefined) {
    throw invalid('The parameter sslmode has an unknown value.', `Use one of ${Object.keys(SSL_MODES).join(', ')}.`);
  }
  const tls = sslMode(rootCertificatePath !== undefined);
  if (parameters.get('sslmode') === 'verify-ca' && rootCertificatePath === undefined) {
    throw invalid(
      'sslmode=verify-ca needs sslrootcert: any host with a public certificate would pass.',
      'Add sslrootcert=FILE, or use sslmode=verify-full.',
    );
  }
  if (rootCertificatePath !== undefined && (tls === 'off' || tls === 'encrypt')) {
    throw invalid(
      'sslrootcert is given, but sslmode does not use it.',
      'Use sslmode=verify-full, or leave sslrootcert out.',
    );
  }
  const authority = readAuthority(url, { user: 'postgres', database: undefined });
  return withWarnings({
    kind: 'server',
    dialect: undefined,
    ...authority,
    port: readPort(url.port === '' ? undefined : url.port),
    tls,
    rootCertificatePath,
  });
}

function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const afterAuthority = url === undefined ? '' : url.pathname + url.search + url.hash;
  // An unencoded character of the password ends the authority early: what follows must not be taken for a schema.
  if (url === undefined || url.hash !== '' || afterAuthority.includes('@') || !/^[a-z]+:\/\//i.test(text)) {
    throw invalid('The target URL cannot be understood.', `Write it like ${EXAMPLES}. ${ENCODE_HINT}`);
  }
  return url;
}

function readParameters(url: URL, known: readonly string[]): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const [name, value] of url.searchParams) {
    if (!known.includes(name)) {
      throw invalid(
        `The target URL has an unknown parameter: ${name}.`,
        `${url.protocol}// understands ${known.join(', ')}.`,
      );
    }
    if (parameters.has(name) || value === '') {
      throw invalid(`The parameter ${name} is empty or given twice.`, 'Give each parameter once, with a value.');
    }
    parameters.set(name, value);
  }
  return parameters;
}

function readAuthority(
  url: URL,
  defaults: { readonly user: string; readonly database: string | undefined },
): Pick<ServerAddress, 'host' | 'user' | 'password' | 'database'> {
  const path = url.pathname.replace(/^\//, '').replace(/\/$/, '');
  if (path.includes('/')) {
    throw invalid(
      'The path of the target URL has more than one part.',
      'Name the schema or database alone; tables are chosen by the mapping.',
    );
  }
  const user = url.username === '' ? defaults.user : decode(url.username);
  return {
    host: decode(url.hostname).replace(/^\[(.*)\]$/, '$1') || 'localhost',
    user,
    password: url.password === '' ? undefined : decode(url.password),
    database: path === '' ? (defaults.database ?? user) : decode(path),
  };
}

function readPort(text: string | undefined): number {
  const port = text === undefined ? DEFAULT_WIRE_PORT : Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw invalid(
      'The port of the target URL is not a number from 1 to 65535.',
      'CrateDB and PostgreSQL listen on 5432 unless configured otherwise.',
    );
  }
  return port;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalid('The target URL has a % that begins no character code.', ENCODE_HINT);
  }
}

function withWarnings(address: Omit<ServerAddress, 'warnings'>): ServerAddress {
  return { ...address, warnings: isLoopback(address.host) ? [] : tlsWarnings(address) };
}

function tlsWarnings({ host, tls, dialect }: Omit<ServerAddress, 'warnings'>): readonly string[] {
  const remedy = dialect === 'cratedb' ? 'ssl=true' : 'sslmode=verify-full';
  if (tls === 'off') {
    return [`Rows and password travel unencrypted to ${host}: add ${remedy} to the target URL.`];
  }
  if (tls === 'encrypt') {
    return [`The certificate of ${host} is not verified, so another server could pose as it: use ${remedy}.`];
  }
  return [];
}

function isLoopback(host: string): boolean {
  return host.startsWith('/') || host === '::1' || /^127\./.test(host) || /^(.+\.)?localhost$/i.test(host);
}

function invalid(message: string, remedy: string): SinkError {
  return new SinkError('target-invalid', { message, remedy });
}
