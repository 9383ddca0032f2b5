import { describe, expect, it } from 'vitest';
import type { DecodeError } from './decode-error.js';
import { decodeRecord } from './decode-record.js';

const position = { stream: 's', shardId: 'shardId-000000000000', sequenceNumber: '1' };
const metadata = '"metadata":{"record-type":"data","operation":"insert","schema-name":"s","table-name":"t"}';

function errorOf(data: Uint8Array | string): DecodeError {
  const result = decodeRecord(data, position);
  if (result.ok) throw new Error('an error was expected');
  return result.error;
}

describe('malformed messages', () => {
  it.each(['', '  \n', '\ufeff'])('reports an empty message', (text) => {
    expect(errorOf(text)).toMatchObject({ code: 'malformed', message: expect.stringMatching(/empty/) as string });
  });

  it('reports a message that ends early, with its size, wherever it was cut', () => {
    const whole = `{"data":{"note":"a \\"secret\\" of {many} [words]","list":[1,{"a":2}]},${metadata}}`;
    for (let length = 1; length < whole.length; length++) {
      const { code, message } = errorOf(Buffer.from(whole.slice(0, length)));
      expect(code).toBe('malformed');
      expect(message).toContain(`${length} bytes ends early`);
    }
  });

  it('reports what is not JSON', () => {
    expect(errorOf(`{"data":{"a":secret},${metadata}}`).message).toMatch(/^The message of \d+ bytes is not valid JSON/);
  });

  it.each([
    ['an invalid byte', [0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]],
    ['an encoded surrogate', [0x7b, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x3a, 0x31, 0x7d]],
    ['an overlong form', [0x7b, 0x22, 0xc0, 0x80, 0x22, 0x3a, 0x31, 0x7d]],
    ['a cut character', [0x7b, 0x22, 0xf0, 0x9f, 0x9a]],
  ])('reports bytes that are not UTF-8: %s', (_name, bytes) => {
    const { code, message } = errorOf(Uint8Array.from(bytes));
    expect(code).toBe('malformed');
    expect(message).toBe(`The message of ${bytes.length} bytes is not valid UTF-8, or was cut within a character.`);
  });

  it.each([
    ['without long numbers', '1'],
    ['with long numbers', '12345678901234567890'],
  ])('reports what is nested too deeply, %s', (_name, number) => {
    const deep = '['.repeat(200_000) + number + ']'.repeat(200_000);
    expect(errorOf(`{"data":{"a":${deep}},${metadata}}`)).toMatchObject({
      code: 'malformed',
      message: expect.stringContaining('nested too deeply') as string,
    });
  });

  it.each(['[]', 'null', '"row"', '1', '0.12345678901234567890'])('reports a data message whose row is %s', (data) => {
    expect(errorOf(`{"data":${data},${metadata}}`)).toMatchObject({
      code: 'malformed',
      message: expect.stringContaining('has no row') as string,
    });
  });

  it('reports a data message without a row or a table', () => {
    expect(errorOf(`{${metadata}}`).message).toContain('has no row');
    expect(errorOf('{"data":{"id":1},"metadata":{"operation":"insert"}}').message).toContain('names no table');
  });
});

describe('messages that DMS did not write', () => {
  it.each([
    '[]',
    '[{"metadata":{}}]',
    'null',
    'true',
    '"text"',
    '12',
    '12345678901234567890',
    '0.12345678901234567890',
  ])('reports %s, which is no object', (text) => {
    expect(errorOf(text)).toMatchObject({
      code: 'not-dms',
      message: expect.stringContaining('not an object') as string,
    });
  });

  it.each([
    '{}',
    '{"metadata":null}',
    '{"metadata":[]}',
    '{"metadata":{}}',
    '{"data":{"id":1}}',
    '{"metadata":0.12345678901234567890}',
  ])('reports %s, which has no metadata to go by', (text) => {
    expect(errorOf(text)).toMatchObject({ code: 'not-dms', message: expect.stringContaining('"metadata"') as string });
  });

  it('recognises a KPL aggregate', () => {
    const error = errorOf(Uint8Array.from([0xf3, 0x89, 0x9a, 0xc2, 0x0a, 0x01]));
    expect(error.code).toBe('not-dms');
    expect(error.message).toContain('KPL aggregate');
    expect(error.remedy).toContain('aggregation');
  });
});

it('never quotes the message in an error', () => {
  const secrets = [
    'secret-4711',
    '{"data":{"pin":secret-4711}}',
    '{"data":{"pin":"secret-4711',
    `{"data":"secret-4711",${metadata}}`,
    '["secret-4711"]',
    '"secret-4711"',
    '{"secret-4711":1}',
    '{"metadata":{"secret-4711":"secret-4711"}}',
    '{"data":{},"metadata":{"operation":"insert","schema-name":"secret-4711"}}',
  ];
  for (const text of secrets) {
    for (const data of [text, Buffer.from(text), Buffer.from(`${text}\xff`, 'latin1')]) {
      expect(JSON.stringify(errorOf(data))).not.toContain('4711');
    }
  }
});
