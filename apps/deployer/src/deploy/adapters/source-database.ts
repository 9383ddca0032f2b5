import { DEFAULT_PREPARATION, HEARTBEAT_SCHEMA, isByHand, planPreparation } from '@drayage/doctor';
import {
  openSource,
  readSourceFacts,
  runPreparation,
  type SourceAddress,
  type SourceSession,
} from '@drayage/source-database';
import type { ReplicatedTable } from '../../pipeline/pipeline-spec.js';
import type { SourcePort } from '../ports.js';
import type { Waiting } from '../waiting.js';
import { dropSourceObjects } from './drop-source-objects.js';

export interface SourceDatabaseOptions {
  readonly tables: readonly ReplicatedTable[];
  /** How long the stream keeps records: so long the source should keep its binary log. */
  readonly retentionHours: number;
  /** Opens the way to the source, and says where it then is; the second closes it. */
  readonly reach: () => Promise<{ readonly address: SourceAddress; readonly close: () => Promise<void> }>;
  /** A wait for a slot that AWS DMS has not closed yet. */
  readonly beginWait: () => Waiting;
}

const NO_TRANSACTIONS_SECONDS = 86_400;

/** The source, by a connection of its own. @throws SourceError */
export function sourceDatabase({ tables, retentionHours, reach, beginWait }: SourceDatabaseOptions): SourcePort {
  const names = new Set(tables.map(({ schema, name }) => `${schema}.${name}`));
  const reading = {
    isWanted: ({ schema, name }: { readonly schema: string; readonly name: string }) => names.has(`${schema}.${name}`),
    openTransactionSeconds: NO_TRANSACTIONS_SECONDS,
    heartbeatSchema: HEARTBEAT_SCHEMA,
  };
  const withSession = async <T>(work: (session: SourceSession) => Promise<T>): Promise<T> => {
    const { address, close } = await reach();
    try {
      const session = await openSource(address);
      try {
        return await work(session);
      } finally {
        await session.close();
      }
    } finally {
      await close();
    }
  };
  return {
    prepare: () =>
      withSession(async (session) => {
        const facts = await readSourceFacts(session, reading);
        const options = {
          ...DEFAULT_PREPARATION,
          createUser: false,
          // It is the user that prepares, which nobody but an administrator can give more.
          monitor: false,
          binlogRetentionHours: Math.min(retentionHours, MOST_RDS_HOURS),
        };
        const results = await runPreparation(session, planPreparation(facts, options), { password: undefined });
        const failed = results.find(({ error }) => error !== undefined);
        if (failed?.error !== undefined) throw failed.error;
        return results.map(({ step }) => (isByHand(step) ? `By hand: ${step.what}. ${step.afterwards}` : step.what));
      }),
    dropObjects: (objects) =>
      withSession((session) =>
        dropSourceObjects({
          ...objects,
          read: () => readSourceFacts(session, reading),
          run: async (statement, parameters) => {
            await session.query(statement, parameters);
          },
          waiting: beginWait(),
        }),
      ),
  };
}

/** RDS keeps binary logs for a week at most. */
const MOST_RDS_HOURS = 168;
