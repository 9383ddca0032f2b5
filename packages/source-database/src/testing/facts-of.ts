import { diagnose, type Finding, type SourceFacts, unread } from '@drayage/doctor';
import { parseSourceUrl } from '../address/parse-source-url.js';
import { readSourceFacts, type ReadOptions } from '../read-source-facts.js';
import { openSource } from '../session/open-source.js';
import type { SourceSession } from '../session/source-session.js';

export const READ_ALL: ReadOptions = { isWanted: () => true, openTransactionSeconds: 0 };

/** Opens the source, works, and closes it. */
export async function withSource<T>(url: string, work: (session: SourceSession) => Promise<T>): Promise<T> {
  const session = await openSource(parseSourceUrl(url));
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

export function factsOf(url: string, options: Partial<ReadOptions> = {}): Promise<SourceFacts> {
  return withSource(url, (session) => readSourceFacts(session, { ...READ_ALL, ...options }));
}

/** What the doctor finds at the source alone, as `rule subject`, in order of names; notes and other areas left out. */
export function faultsOf(source: SourceFacts): readonly string[] {
  return findingsOf(source)
    .filter(({ severity }) => severity !== 'note')
    .map(({ id, subject }) => `${id} ${subject}`)
    .toSorted();
}

export function findingsOf(source: SourceFacts): readonly Finding[] {
  return diagnose({
    source: { known: true, value: source },
    unmatchedPatterns: [],
    lockDrift: { known: true, value: [] },
    settings: { sourceEngine: source.engine },
    replicationState: unread('not asked'),
    roles: unread('not asked'),
    target: unread('not asked'),
  }).filter(({ area }) => area === 'source');
}
