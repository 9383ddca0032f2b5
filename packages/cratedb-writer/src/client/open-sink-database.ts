import type { Statement } from '../statement.js';
import { assertBindable } from './assert-bindable.js';
import { Lane } from './lane.js';
import { openEmbeddedPostgres } from './open-embedded-postgres.js';
import { openSession } from './session.js';
import type { SinkDatabase } from './sink-database.js';
import type { ServerAddress, TargetAddress } from './target-address.js';
import { tlsOptions } from './tls-options.js';

export interface SinkDatabaseOptions {
  readonly address: TargetAddress;
  /** Parallel connections. An embedded database has one session, and so one lane, whatever is asked for. */
  readonly lanes: number;
  /** The name under which the server lists the connections. */
  readonly applicationName: string;
  /** Default 30,000. CrateDB never answers a write to a shard that is not allocated. */
  readonly statementTimeoutMs?: number;
  /** Default 10,000. */
  readonly connectTimeoutMs?: number;
}

/**
 * Opens the target. The first lane connects at once, so that a wrong password or an unreachable host is known here;
 * the others connect at their first statement. A lane that lost its connection connects again at its next statement.
 *
 * @throws SinkError; ask its `reaction` whether trying again makes sense.
 */
export async function openSinkDatabase(options: SinkDatabaseOptions): Promise<SinkDatabase> {
  const { address } = options;
  if (address.kind === 'server') {
    return connectLanes(options, address, options.lanes);
  }
  const embedded = await openEmbeddedPostgres(address);
  try {
    const database = await connectLanes(options, embedded.address, 1);
    return {
      ...database,
      close: async () => {
        await database.close();
        await embedded.close();
      },
    };
  } catch (error) {
    await embedded.close();
    throw error;
  }
}

async function connectLanes(
  options: SinkDatabaseOptions,
  address: ServerAddress,
  laneCount: number,
): Promise<SinkDatabase> {
  const { applicationName, statementTimeoutMs = 30_000, connectTimeoutMs = 10_000 } = options;
  const tls = await tlsOptions(address);
  const connect = () => openSession({ address, tls, applicationName, connectTimeoutMs, statementTimeoutMs });
  const first = await connect();
  const lanes = Array.from(
    { length: laneCount },
    (_, index) => new Lane({ connect, statementTimeoutMs }, index === 0 ? first : undefined),
  );
  const laneAt = (index: number): Lane => {
    const lane = lanes[index];
    if (lane === undefined) {
      throw new RangeError(`There is no lane ${index}: the database has ${laneCount}.`);
    }
    return lane;
  };

  return {
    dialect: first.dialect,
    lanes: laneCount,
    execute: async ({ sql, parameters, arrayTypes }: Statement, lane = 0) => {
      assertBindable(parameters, first.dialect);
      const { rowCounts, rows } = await laneAt(lane).run(sql, [parameters], arrayTypes);
      return { rowCount: rowCounts[0] ?? 0, rows };
    },
    executeBatch: async (sql, parameterSets, lane = 0) => {
      if (parameterSets.length === 0) {
        return { rowCounts: [], rows: [] };
      }
      parameterSets.forEach((parameters) => assertBindable(parameters, first.dialect));
      return laneAt(lane).run(sql, parameterSets);
    },
    close: async () => {
      await Promise.all(lanes.map((lane) => lane.close()));
    },
  };
}
