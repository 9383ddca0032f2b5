import type { SourceEngine } from '@drayage/doctor';

/** `encrypt` does not look at the certificate; `verify` checks authority and host. */
export type SourceTls = 'off' | 'encrypt' | 'verify';

/** Where the source is and who reads it. */
export interface SourceAddress {
  readonly engine: SourceEngine;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** Never printed. */
  readonly password: string | undefined;
  /** PostgreSQL: the database. MySQL and MariaDB: empty. */
  readonly database: string;
  readonly tls: SourceTls;
  /** A PEM file with the authority of the server. */
  readonly rootCertificatePath: string | undefined;
}

export const DEFAULT_PORTS: Readonly<Record<SourceEngine, number>> = { postgresql: 5432, mysql: 3306, mariadb: 3306 };

/** A server on this machine needs no encryption. */
export function isLoopback(host: string): boolean {
  return host === '::1' || /^127\./.test(host) || /^(.+\.)?localhost$/i.test(host);
}
