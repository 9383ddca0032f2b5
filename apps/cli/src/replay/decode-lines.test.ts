import { describe, expect, it } from 'vitest';
import { change, wrapped } from '../testing/messages.js';
import { decodeLines } from './decode-lines.js';
import type { Line } from './read-lines.js';

const line = (text: string | Buffer, number = 7): Line => ({ number, text: Buffer.from(text), cut: false });
const NAMED = { beforeImageField: 'before-image' };
const decodeOne = (one: Line, streamName?: string) =>
  decodeLines([one], { ...NAMED, fileStream: 'file:abc', streamName })[0]!;

const ROW = change('insert', { id: 1 });

describe('decodeLines', () => {
  it('places a bare line by its file and its number', () => {
    expect(decodeOne(line(ROW)).position).toEqual({ stream: 'file:abc', shardId: 'lines', sequenceNumber: '7' });
  });

  it('places a wrapped line where the capture says', () => {
    const decoded = decodeOne(line(wrapped(ROW, { sequenceNumber: '42', streamName: 'orders' })));
    expect(decoded.result.ok && decoded.result.record.position).toEqual(decoded.position);
    expect(decoded.position).toMatchObject({ stream: 'orders', shardId: 'shardId-000000000001', sequenceNumber: '42' });
  });

  it('replaces the name of the stream where asked', () => {
    const decoded = decodeOne(line(wrapped(ROW, { sequenceNumber: '42', streamName: 'orders' })), 'other');
    expect(decoded.position).toMatchObject({ stream: 'other', shardId: 'shardId-000000000001', sequenceNumber: '42' });
    expect(decoded.result.ok && decoded.result.record.position.stream).toBe('other');
  });

  it('tells bare lines of two files apart under one stream name', () => {
    const [one, other] = ['file:abc', 'file:def'].map(
      (fileStream) => decodeLines([line(ROW)], { ...NAMED, fileStream, streamName: 'orders' })[0]?.position,
    );
    expect(one).toEqual({ stream: 'orders', shardId: 'file:abc', sequenceNumber: '7' });
    expect(other).not.toEqual(one);
  });

  it('takes a carriage return before the newline', () => {
    expect(decodeOne(line(`${ROW}\r`)).result.ok).toBe(true);
  });

  it.each(['{"data":', 'hello', '[1]', '"text"', '{}'])('makes %s an error with its line number', (text) => {
    const { result, data, position } = decodeOne(line(text));
    expect(result).toMatchObject({ ok: false, error: { message: expect.stringMatching(/^Line 7: /) as string } });
    expect(data).toEqual(Buffer.from(text));
    expect(position.sequenceNumber).toBe('7');
  });

  it('refuses bytes that are not UTF-8 instead of replacing them, and keeps them', () => {
    const broken = Buffer.concat([
      Buffer.from('{"data":{"id":1,"name":"'),
      Buffer.from([0xff]),
      Buffer.from(ROW.slice(10)),
    ]);
    const { result, data } = decodeOne(line(broken));
    expect(result).toMatchObject({ ok: false, error: { code: 'malformed' } });
    expect(data).toEqual(broken);
  });

  it('takes the replacement character where the sender wrote it, wrapped or bare', () => {
    const row = change('insert', { id: 1, name: '\uFFFD' });
    expect(decodeOne(line(row)).result.ok).toBe(true);
    expect(decodeOne(line(wrapped(row, { sequenceNumber: '42' }))).position.sequenceNumber).toBe('42');
  });

  it('says of a line that was cut that it is too long', () => {
    const { result } = decodeOne({ ...line('{"data":'), cut: true });
    expect(result).toMatchObject({
      ok: false,
      error: { code: 'malformed', message: expect.stringContaining('too long') as string },
    });
  });
});
