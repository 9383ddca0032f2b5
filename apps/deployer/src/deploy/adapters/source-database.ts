import {
  DEFAULT_PREPARATION,
  dropDdlAudit,
  HEARTBEAT_SCHEMA,
  isByHand,
  planPreparation,
  valueOf,
} from '@drayage/doctor';
import {
  openSource,
  readSourceFacts,
  runPreparation,
  type SourceAddress,
  type SourceSession,
} from '@drayage/source-database';
import type { ReplicatedTable } from '../../pipeline/pipeline-spec.js';
import type { SourcePort } from '../ports.js';
import { chooseSlots } from '../source-slots.js';

export interface SourceDatabaseOptions {
  readonly tables: readonly ReplicatedTable[];
  /** How long the stream keeps records: so long the source should keep its binary log. */
  readonly retentionHours: number;
  /** Opens the way to the source, and says where it then is; the second closes it. */
  readonly reach: () => Promise<{ readonly address: SourceAddress; readonly close: () => Promise<void> }>;
}

const NO_TRANSACTIONS_SECONDS = 86_400;

/** The source, by a connection of its own. @throws SourceError */
export function sourceDatabase({ tables, retentionHours, reach }: SourceDatabaseOptions): SourcePort {
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
    dropObjects: (replicationArn) => withSession((session) => dropAll(session, replicationArn, reading)),
  };
}

/** RDS keeps binary logs for a week at most. */
const MOST_RDS_HOURS = 168;

async function dropAll(
  session: SourceSession,
  replicationArn: string | undefined,
  reading: Parameters<typeof readSourceFacts>[1],
): Promise<readonly string[]> {
  const facts = await readSourceFacts(session, reading);
  if (facts.engine !== 'postgresql') return [];
  const { dropped, left } = chooseSlots(valueOf(facts.slots) ?? [], replicationArn);
  const audit = valueOf(facts.ddlAudit);
  for (const name of dropped) await session.query('SELECT pg_drop_replication_slot($1)', [name]);
  const statements = audit === undefined ? [] : dropDdlAudit(audit);
  for (const statement of statements) await session.query(statement);
  return [
    ...dropped.map((name) => `Dropped the slot ${name}.`),
    ...left.map(
      (name) =>
        `Left the slot ${name}: it is not known to be of this replication. If it is: SELECT pg_drop_replication_slot('${name}');`,
    ),
    ...statements.map((statement) => `Done: ${statement}.`),
  ];
}
