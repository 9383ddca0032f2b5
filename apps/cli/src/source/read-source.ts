import { type DrayageConfig, isWantedBy } from '@drayage/config';
import type { SourceFacts } from '@drayage/doctor';
import { openSource, readSourceFacts, type SourceAddress, type SourceSession } from '@drayage/source-database';
import { untilAborted } from '../until-aborted.js';

/** From where on an open transaction is worth telling; rules judge how long is too long. */
const OPEN_TRANSACTION_SECONDS = 60;

/** Opens the source, works, and closes it. One that does not answer is waited for no longer than until the signal. */
export async function withSource<T>(
  address: SourceAddress,
  work: (session: SourceSession) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  const session = await untilAborted(
    signal,
    () => openSource(address),
    (late) => late.close(),
  );
  try {
    return await work({ ...session, query: (...args) => untilAborted(signal, () => session.query(...args)) });
  } finally {
    const closing = session.close();
    // Drivers wait for the answer to what they asked last.
    if (signal.aborted) closing.catch(() => undefined);
    else await closing;
  }
}

/** Where AWS DMS keeps things of its own at a PostgreSQL source; `undefined`: nobody said. */
export interface DmsSchemas {
  readonly ddlArtifactsSchema: string | undefined;
  readonly heartbeatSchema: string | undefined;
}

export const UNSAID_SCHEMAS: DmsSchemas = { ddlArtifactsSchema: undefined, heartbeatSchema: undefined };

/** The facts of the tables that the configuration means. */
export function readFacts(
  session: SourceSession,
  { source, tables }: DrayageConfig,
  schemas: DmsSchemas,
): Promise<SourceFacts> {
  return readSourceFacts(session, {
    dmsUser: source.dmsUser,
    isWanted: isWantedBy(tables),
    openTransactionSeconds: OPEN_TRANSACTION_SECONDS,
    ...schemas,
  });
}
