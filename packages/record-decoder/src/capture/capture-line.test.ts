import { describe, expect, it } from 'vitest';
import type { JsonObject, StreamPosition } from '../change-record.js';
import { decodeRecord } from '../decode-record.js';
import { decodeCaptureLine } from './decode-capture-line.js';
import { readCaptureLine } from './read-capture-line.js';

const fallback: StreamPosition = { stream: 'file:0a1b', shardId: 'lines', sequenceNumber: '3' };
const sequenceNumber = '49650000000000000000000000000000000000000000000000000001';
const stream = 'arn:aws:kinesis:us-east-1:123456789012:stream/orders';
const kinesis = {
  shard_id: 'shardId-000000000002',
  seq_no: sequenceNumber,
  ts: '2024-02-29 23:59:58.123000+00:00',
  partition: 'shop.orders',
  stream_name: stream,
};
const position = { stream, shardId: 'shardId-000000000002', sequenceNumber, arrivalTimeMs: 1_709_251_198_123 };
const message = {
  data: { id: 1, note: '"kinesis"' },
  metadata: { 'record-type': 'data', operation: 'insert', 'schema-name': 'shop', 'table-name': 'orders' },
};
const bare = JSON.stringify(message);

/** Both ways from a line to a record must agree. */
function decode(line: string): ReturnType<typeof decodeRecord> {
  const captured = readCaptureLine(line, fallback);
  const decoded = decodeCaptureLine(line, fallback);
  expect(decodeRecord(captured.data, captured.position)).toEqual(decoded);
  return decoded;
}

describe('readCaptureLine', () => {
  it('takes a bare message as it is', () => {
    expect(readCaptureLine(bare, fallback)).toEqual({ data: bare, position: fallback });
    const plain = bare.replace('\\"kinesis\\"', 'x');
    expect(readCaptureLine(plain, fallback)).toEqual({ data: plain, position: fallback });
  });

  it('cuts a wrapper off the front, without writing the message anew', () => {
    const text = bare.replace('"id":1', '"id": 12345678901234567890.50');
    for (const line of [
      `{"kinesis":${JSON.stringify(kinesis)},"kinesis_msg_id":"a1B2",${text.slice(1)}`,
      ` { "kinesis" : ${JSON.stringify(kinesis, null, 1)} , ${text.slice(1)}`,
    ]) {
      expect(readCaptureLine(line, fallback)).toEqual({ data: text, position });
    }
  });

  it('finds a wrapper elsewhere, or with braces in its values', () => {
    const behind = JSON.stringify({ ...message, kinesis });
    expect(readCaptureLine(behind, fallback)).toEqual({ data: behind, position });
    const braces = JSON.stringify({ kinesis: { ...kinesis, partition: 'a},"data":{' }, ...message });
    expect(readCaptureLine(braces, fallback).position).toEqual(position);
    const early = JSON.stringify({ kinesis: { ...kinesis, partition: 'a},' }, ...message });
    expect(readCaptureLine(early, fallback)).toEqual({ data: early, position });
  });

  it('passes broken lines through', () => {
    for (const line of [
      '',
      '{"kinesis":{',
      '{"kinesis":{"shard_id":"x"}',
      'not json "kinesis"',
      `{"kinesis":{},${bare}`,
    ]) {
      expect(readCaptureLine(line, fallback)).toEqual({ data: line, position: fallback });
    }
  });
});

describe('decodeCaptureLine', () => {
  it('decodes bare and wrapped messages alike, each with its position', () => {
    expect(decode(bare)).toEqual(decodeRecord(bare, fallback));
    expect(decode(JSON.stringify({ kinesis, kinesis_msg_id: 'a1B2', ...message }))).toEqual(
      decodeRecord(bare, position),
    );
    expect(decode(JSON.stringify({ ...message, kinesis }))).toEqual(decodeRecord(bare, position));
  });

  it('keeps the sequence number exactly, text or number', () => {
    const line = JSON.stringify({ kinesis, ...message }).replace(`"${sequenceNumber}"`, sequenceNumber);
    expect(decode(line)).toMatchObject({ ok: true, record: { position: { sequenceNumber } } });
  });

  it.each<[string, JsonObject]>([
    ['no shard', { seq_no: '1' }],
    ['no sequence number', { shard_id: 'x' }],
    ['a sequence number that is none', { shard_id: 'x', seq_no: 'latest' }],
  ])('takes the fallback for a wrapper with %s', (_name, wrapper) => {
    expect(decode(JSON.stringify({ kinesis: wrapper, ...message }))).toMatchObject({
      ok: true,
      record: { position: fallback },
    });
  });

  it('takes the stream of the fallback where the wrapper names none, and leaves an arrival time out that it cannot read', () => {
    const line = JSON.stringify({ kinesis: { shard_id: 'x', seq_no: '7', ts: 'now' }, ...message });
    const expected = { stream: 'file:0a1b', shardId: 'x', sequenceNumber: '7' };
    expect(decode(line)).toMatchObject({ ok: true, record: { position: expected } });
    expect(readCaptureLine(line, fallback).position).toStrictEqual(expected);
  });

  it('keeps the stream data out of the body of an unknown record', () => {
    const unknown = { ...message, metadata: { ...message.metadata, operation: 'vacuum' } };
    const result = decode(JSON.stringify({ kinesis, kinesis_msg_id: 'a1B2', ...unknown }));
    expect(result).toMatchObject({ ok: true, record: { kind: 'unknown', position } });
    if (result.ok && result.record.kind === 'unknown') expect(result.record.body).toEqual(unknown);
  });

  it('passes errors and options on', () => {
    expect(decode('{"kinesis":')).toMatchObject({ ok: false, error: { code: 'malformed' } });
    const line = JSON.stringify({ kinesis, old: { id: 2 }, ...message });
    expect(decodeCaptureLine(line, fallback, { beforeImageField: 'old' })).toMatchObject({
      ok: true,
      record: { before: { id: 2 } },
    });
  });
});
