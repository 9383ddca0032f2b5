import type { SourceRecord } from '@drayage/kinesis-source';
import { decodeRecord } from '@drayage/record-decoder';
import { redactPayload } from '../letters/redact-payload.js';

/** A record as `dray peek` shows it. */
export interface PeekedRecord {
  readonly arrivedAt: string | null;
  readonly shardId: string;
  readonly sequenceNumber: string;
  /** `null`: not understood; `problem` says why. */
  readonly operation: string | null;
  /** `schema.table`; empty where the record names none. */
  readonly table: string;
  readonly problem: string | null;
  /** The message; without the values of its row unless they were asked for. */
  readonly message: unknown;
}

export interface PeekOptions {
  /** Whether the message may tell the values of its row. */
  readonly showValues: boolean;
  /** As for the sink: a delete may have no row but its before-image. */
  readonly beforeImageField: string;
}

export function peekRecord(
  { data, position }: SourceRecord,
  { showValues, beforeImageField }: PeekOptions,
): PeekedRecord {
  const text = Buffer.from(data).toString('utf8');
  const result = decodeRecord(data, position, { beforeImageField });
  return {
    arrivedAt: position.arrivalTimeMs === undefined ? null : new Date(position.arrivalTimeMs).toISOString(),
    shardId: position.shardId,
    sequenceNumber: position.sequenceNumber,
    operation: result.ok ? result.record.operation : null,
    table: result.ok ? nameOf(result.record.table) : '',
    problem: result.ok ? null : `${result.error.code}: ${result.error.message}`,
    message: showValues ? plain(text) : redactPayload(text),
  };
}

function nameOf({ schema, table }: { readonly schema: string; readonly table: string }): string {
  return schema === '' ? table : `${schema}.${table}`;
}

/** As it was sent: parsing it would round its numbers. */
function plain(text: string): string {
  return text.replaceAll(/\s*\n\s*/gu, ' ').trim();
}
