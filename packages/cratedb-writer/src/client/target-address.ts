import type { Dialect } from './sink-database.js';

/**
 * How a connection is encrypted. `encrypt`: without looking at the certificate. `verify-ca`: the certificate must come
 * from a trusted authority. `verify-full`: and it must name the host.
 */
export type TlsMode = 'off' | 'encrypt' | 'verify-ca' | 'verify-full';

/** A server that speaks the PostgreSQL wire protocol. */
export interface ServerAddress {
  readonly kind: 'server';
  /** `undefined`: found out from the server, as a `postgresql://` URL may point to either. */
  readonly dialect: Dialect | undefined;
  /** A name, an IP address, or the folder of a Unix socket (it begins with `/`). */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string | undefined;
  /** The default schema on CrateDB, the database on PostgreSQL. */
  readonly database: string;
  readonly tls: TlsMode;
  /** PEM file with the trusted authorities; `undefined`: those that Node.js trusts. */
  readonly rootCertificatePath: string | undefined;
  /** What the operator should know about this address, in sentences without secrets. */
  readonly warnings: readonly string[];
}

/** A PostgreSQL inside this process. */
export interface EmbeddedAddress {
  readonly kind: 'embedded';
  /** Where the data are kept; `undefined`: in memory only. */
  readonly directory: string | undefined;
  readonly warnings: readonly string[];
}

/** Where the writer writes, as `parseTargetUrl` understood it. */
export type TargetAddress = ServerAddress | EmbeddedAddress;
