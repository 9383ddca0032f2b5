import type { SourceAddress } from '../address/source-address.js';
import { openMysql } from './open-mysql.js';
import { openPostgres } from './open-postgres.js';
import type { SourceSession } from './source-session.js';

/** Opens one connection to the source. The caller closes it. @throws SourceError */
export function openSource(address: SourceAddress): Promise<SourceSession> {
  return address.engine === 'postgresql' ? openPostgres(address) : openMysql(address);
}
