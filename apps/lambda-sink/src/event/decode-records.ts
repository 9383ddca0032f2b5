import type { DecodedRecord, Pipeline } from '@drayage/pipeline';

import type { EventBatch } from './read-event.js';

/** Lambda writes the padding; the alphabet is the usual one. */
function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/u.test(text);
}

/**
 * Decodes the records of an event. Node takes what is no base64 for some bytes or other, so that is looked at first: such
 * a record becomes a letter with the text as it came.
 */
export function decodeRecords(
  pipeline: Pick<Pipeline, 'decode'>,
  { streamArn, shardId, records }: EventBatch,
): readonly DecodedRecord[] {
  return records.flatMap(({ data, sequenceNumber, arrivalTimeMs }): readonly DecodedRecord[] => {
    const position = { stream: streamArn, shardId, sequenceNumber, arrivalTimeMs };
    if (isBase64(data)) return pipeline.decode([{ data: Buffer.from(data, 'base64'), position }]);
    const message = `The data of the record, ${data.length} characters, is not base64.`;
    return [{ data, position, result: { ok: false, error: { code: 'malformed', message, remedy: NOT_BASE64 } } }];
  });
}

const NOT_BASE64 =
  'Lambda encodes each record: look for whatever makes or changes the events before they reach the function.';
