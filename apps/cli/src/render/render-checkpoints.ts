import { streamName } from '@drayage/config';
import type { PipelineCheckpoint } from '@drayage/cratedb-writer';
import { describeDuration, describeTime } from './describe-time.js';
import type { Paint } from './paint.js';
import { renderGrid } from './render-grid.js';
import { wrapText } from './wrap-text.js';

export interface CheckpointsView {
  readonly width: number | undefined;
  readonly paint: Paint;
  readonly nowMs: number;
}

/** Where each shard is; which stream it is of, where there are several. Ends with a line break. */
export function renderCheckpoints(
  pipeline: string,
  rows: readonly PipelineCheckpoint[],
  { width, paint, nowMs }: CheckpointsView,
): string {
  if (rows.length === 0) return `The pipeline ${pipeline} has no checkpoints in this target.\n`;
  const streams = [...new Set(rows.map(streamOf))];
  const isOne = streams.length === 1;
  const body = rows.map((row) => {
    const { shardId, sequenceNumber, arrivalTime, owner, ownerUntil } = row;
    const isHeld = owner !== null && ownerUntil !== null && ownerUntil.getTime() > nowMs;
    const held = isHeld ? owner : owner === null ? '' : `${owner} (lease ended)`;
    return [
      ...(isOne ? [] : [streamOf(row)]),
      shardId,
      sequenceNumber ?? 'nothing saved yet',
      arrivalTime === null ? '' : describeTime(arrivalTime),
      arrivalTime === null || sequenceNumber === 'SHARD_END'
        ? ''
        : describeDuration(Math.max(0, nowMs - arrivalTime.getTime())),
      { text: held, tone: isHeld ? 'good' : 'dim' } as const,
    ];
  });
  const header = [...(isOne ? [] : ['stream']), 'shard', 'sequence number', 'applied until', 'ago', 'held by'];
  const first = header.indexOf('shard');
  const left = [...header.keys()].filter((at) => header[at] !== 'ago');
  const grid = renderGrid({ header, body, left, elastic: first + 1, optional: [first + 2], width, paint });
  const head = wrapText(
    `pipeline ${pipeline}, ${isOne ? `stream ${rows[0]?.stream ?? ''}` : `${streams.length} streams`}`,
    width,
    '  ',
  );
  const note = isOne
    ? []
    : [
        '',
        ...wrapText(
          'Checkpoints of streams that no longer feed it are removed by dray checkpoints prune --other-streams.',
          width,
          '',
        ),
      ];
  return `${[...head, '', ...grid, ...note].join('\n')}\n`;
}

/** Its name, and when it was made: one by the same name may have been there before. */
function streamOf({ stream, streamCreatedAt }: PipelineCheckpoint): string {
  return `${streamName(stream)} (${describeTime(streamCreatedAt).slice(0, 10)})`;
}
