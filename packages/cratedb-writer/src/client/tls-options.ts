import { readFile } from 'node:fs/promises';
import type { ConnectionOptions } from 'node:tls';

import { SinkError } from '../sink-error.js';
import type { ServerAddress } from './target-address.js';

/**
 * What `pg` needs to encrypt a connection to this address; `false` for none.
 *
 * @throws SinkError `target-invalid` when the file of authorities cannot be read.
 */
export async function tlsOptions(address: ServerAddress): Promise<ConnectionOptions | false> {
  switch (address.tls) {
    case 'off':
      return false;
    case 'encrypt':
      return { rejectUnauthorized: false };
    case 'verify-ca':
      return { ...(await trustedAuthorities(address)), checkServerIdentity: () => undefined };
    case 'verify-full':
      return trustedAuthorities(address);
  }
}

async function trustedAuthorities({ rootCertificatePath }: ServerAddress): Promise<ConnectionOptions> {
  if (rootCertificatePath === undefined) {
    return {};
  }
  try {
    return { ca: await readFile(rootCertificatePath, 'utf8') };
  } catch (error) {
    throw new SinkError('target-invalid', {
      message: `The file that sslrootcert names cannot be read: ${rootCertificatePath}.`,
      remedy: 'Name a PEM file with the certificate authority of the server, readable by this process.',
      cause: error,
    });
  }
}
