import type { DecodeResult, StreamPosition } from '@drayage/record-decoder';

/** One record as its stream or file gave it. */
export interface SourceRecord {
  readonly data: Uint8Array | string;
  readonly position: StreamPosition;
}

/** The same, decoded. Decoding apart lets a caller decode the next batch while the last is being written. */
export interface DecodedRecord extends SourceRecord {
  readonly result: DecodeResult;
}
