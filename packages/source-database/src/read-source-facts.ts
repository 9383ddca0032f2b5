import type { SourceFacts } from '@drayage/doctor';
import { readMysqlFacts } from './mysql/read-mysql-facts.js';
import { readPostgresFacts } from './postgres/read-postgres-facts.js';
import type { SourceSession } from './session/source-session.js';

export interface ReadOptions {
  /** The user of AWS DMS; default: the one that reads. */
  readonly dmsUser?: string | undefined;
  /** Which tables are replicated. */
  readonly isWanted: (table: { readonly schema: string; readonly name: string }) => boolean;
  /** From how long on an open transaction is worth telling. */
  readonly openTransactionSeconds: number;
  /** PostgreSQL: where AWS DMS keeps what it notices DDL by; default: where its event trigger looks, else `public`. */
  readonly ddlArtifactsSchema?: string | undefined;
  /** PostgreSQL: where the heartbeat of AWS DMS writes; default: there is none, and nobody looks. */
  readonly heartbeatSchema?: string | undefined;
}

/** What AWS DMS depends on at the source; a part that the user may not read says why. @throws SourceError */
export function readSourceFacts(session: SourceSession, options: ReadOptions): Promise<SourceFacts> {
  return session.engine === 'postgresql' ? readPostgresFacts(session, options) : readMysqlFacts(session, options);
}
