import { readFile } from 'node:fs/promises';
import type { ConnectionOptions } from 'node:tls';
import type { SourceAddress } from '../address/source-address.js';
import { SourceError } from '../source-error.js';

/** What the drivers need to encrypt; `undefined` for a plain connection. */
export async function tlsSettings({ tls, rootCertificatePath }: SourceAddress): Promise<ConnectionOptions | undefined> {
  if (tls === 'off') return undefined;
  if (tls === 'encrypt') return { rejectUnauthorized: false };
  if (rootCertificatePath === undefined) return {};
  try {
    return { ca: await readFile(rootCertificatePath, 'utf8') };
  } catch (error) {
    throw new SourceError('source-invalid', {
      message: `The file that sslrootcert names cannot be read: ${rootCertificatePath}.`,
      remedy: 'Name a PEM file with the certificate authority of the server.',
      cause: error,
    });
  }
}
