import {
  createTargetCheckpointStore,
  createTargetShardLedger,
  createWriter,
  parseTargetUrl,
  type DeadLetterStore,
  type SinkDatabase,
  type TargetCheckpointStore,
  type Writer,
} from '@drayage/cratedb-writer';

import type { Settings } from '../configuration/load-settings.js';
import type { LambdaEnvironment } from '../environment.js';
import { createLedgerKeeper, type LedgerKeeper } from '../ledger/ledger-keeper.js';
import { openLetterStore } from '../letters/open-letter-store.js';

/** The target and what is known of it, kept from one invocation to the next. */
export interface Sink {
  readonly database: SinkDatabase;
  readonly writer: Writer;
  readonly letters: DeadLetterStore;
  /** Positions are kept in the target; `undefined`: the configuration says not to. */
  readonly positions: { readonly ledger: LedgerKeeper; readonly checkpoints: TargetCheckpointStore } | undefined;
  /** Nobody uses it any more: it writes nothing more, and its connections go. */
  discard(): void;
}

/**
 * Opens the target, makes the `drayage.*` tables and reads what they know.
 *
 * @throws SinkError
 */
export async function openSink(
  environment: LambdaEnvironment,
  { config, functionName }: Settings,
  targetUrl: string,
): Promise<Sink> {
  const { pipeline, target, kinesis, write: policy } = config;
  const { now, newToken } = environment;
  const database = await environment.openDatabase({
    address: parseTargetUrl(targetUrl),
    lanes: target.connections,
    applicationName: `drayage-lambda-sink ${pipeline}`,
    statementTimeoutMs: target.statementTimeoutMs,
    connectTimeoutMs: target.connectTimeoutMs,
  });
  try {
    // Invocations see nothing of shards where nothing arrives, so nothing tells them that a load is applied everywhere.
    const writer = createWriter({ database, pipeline, policy, now, sweep: 'at-once' });
    await writer.start();
    const owner = `lambda:${functionName ?? 'local'}`;
    return {
      database,
      writer,
      letters: openLetterStore(environment, config, database),
      positions:
        kinesis.checkpoints === 'memory'
          ? undefined
          : {
              ledger: createLedgerKeeper({ store: createTargetShardLedger(database, pipeline), owner, now, newToken }),
              checkpoints: createTargetCheckpointStore(database, pipeline),
            },
      discard: () => void database.close().catch(() => undefined),
    };
  } catch (error) {
    void database.close().catch(() => undefined);
    throw error;
  }
}
