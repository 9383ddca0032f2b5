import { Client, type ClientConfig } from 'pg';

import { parseTargetUrl } from '../parse-target-url.js';

/** A `pg` client of the server that a target URL names, with nothing of ours between. */
export function bareClient(url: string, options: Pick<ClientConfig, 'types'> = {}): Client {
  const address = parseTargetUrl(url);
  if (address.kind !== 'server') throw new Error('The target URL names no server.');
  const { host, port, user, password, database } = address;
  return new Client({ host, port, user, password, database, ...options });
}
