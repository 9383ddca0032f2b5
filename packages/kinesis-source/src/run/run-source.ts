import { createKinesisApi } from '../client/kinesis-api.js';
import { isAborted } from '../clock.js';
import { KinesisSourceError } from '../kinesis-source-error.js';
import { gapError, type ReportGap } from '../plan/gap.js';
import type { StreamSnapshot } from '../plan/plan-sync.js';
import type { ShardBoard } from '../shard-board.js';
import type { ShardHandler } from '../shard-handler.js';
import type { SourceSettings } from '../source-options.js';
import { lookAtStream } from './look-at-stream.js';
import { readStream } from './read-stream.js';

export interface SourceRunOptions {
  readonly settings: SourceSettings;
  readonly board: ShardBoard;
  readonly handler: ShardHandler;
  readonly signal: AbortSignal;
}

/** Reads the stream, and each that is made anew under its name, until the signal aborts or something halts it. */
export async function runSource({ settings, board, handler, signal }: SourceRunOptions): Promise<void> {
  const { clock, observer, onGap, start, stream } = settings;
  if (start.kind === 'time' && start.at.getTime() > clock.now()) {
    throw new KinesisSourceError('start-in-future', {
      message: `The start time ${start.at.toISOString()} has not come yet; it is ${new Date(clock.now()).toISOString()}.`,
    });
  }
  const api = createKinesisApi(settings.client);
  const reportGap: ReportGap = (gap) => {
    if (onGap === 'halt') throw gapError(gap);
    observer.onGap(gap);
  };
  const look = (): Promise<StreamSnapshot | undefined> =>
    lookAtStream({ settings, api, stream, signal }).catch((error: unknown) => {
      if (isAborted(signal)) return undefined;
      throw error;
    });

  let snapshot = await look();
  const rowsAtStart = new Map(snapshot?.rows.map((row) => [row.shardId, row]));
  while (snapshot !== undefined) {
    const end = await readStream({ settings, api, board, handler, snapshot, rowsAtStart, reportGap, signal });
    snapshot = end === 'stopped' ? undefined : await look();
  }
}
