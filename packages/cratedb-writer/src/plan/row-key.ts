import { createHash } from 'node:crypto';
import type { RowChange } from '@drayage/record-decoder';
import type { ScalarParameter } from '../statement.js';

/** Longest key text kept as it is; longer ones are hashed, so that they fit an indexed column. */
const MAX_KEY_TEXT = 1000;

/** One text for a key's encoded values: equal texts, equal keys. */
export function keyText(key: readonly ScalarParameter[]): string {
  const only = key.length === 1 ? key[0] : undefined;
  const text = only === undefined ? JSON.stringify(key.map(String)) : String(only);
  return text.length <= MAX_KEY_TEXT ? text : `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

const streamTags = new Map<string, string>();

/**
 * The synthetic key of a row in a table without one. The source's own position where it is comparable (a stretch that
 * DMS repeats after a restart brings the same ones), else the record's position in the stream.
 */
export function syntheticKey(change: RowChange): string {
  const source = change.sourcePosition;
  // Without its number in the transaction a position may stand for several rows.
  const isUnique = change.transaction?.transactionRecordId !== undefined;
  if (source?.comparable === true && isUnique) return `${source.engine}:${source.sortKey}`;
  const { stream, shardId, sequenceNumber } = change.position;
  let tag = streamTags.get(stream);
  if (tag === undefined) {
    tag = createHash('sha256').update(stream).digest('hex').slice(0, 12);
    streamTags.set(stream, tag);
  }
  return `${tag}:${shardId}:${sequenceNumber}`;
}

/** Lane of a key: the same key always travels on the same connection. */
export function laneOf(text: string, lanes: number): number {
  if (lanes === 1) return 0;
  let hash = 0;
  for (let i = 0; i < text.length; i += 1) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return (hash >>> 0) % lanes;
}
