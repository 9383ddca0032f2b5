import { describe, expect, it } from 'vitest';
import type { ChangeRecord, JsonObject, RowChange, StreamPosition } from './change-record.js';
import type { DecodeOptions } from './decode-message.js';
import { decodeRecord } from './decode-record.js';
import { ROW_OPERATIONS } from './operations.js';

const position: StreamPosition = {
  stream: 'orders-stream',
  shardId: 'shardId-000000000001',
  sequenceNumber: '42',
  arrivalTimeMs: 7,
};

function metadata(fields: JsonObject = {}): JsonObject {
  return {
    timestamp: '2024-02-29T23:59:58.123456Z',
    'record-type': 'data',
    operation: 'insert',
    'partition-key-type': 'schema-table',
    'schema-name': 'shop',
    'table-name': 'orders',
    ...fields,
  };
}

function decode(message: unknown, options?: DecodeOptions): ChangeRecord {
  const result = decodeRecord(JSON.stringify(message), position, options);
  if (!result.ok) throw new Error(result.error.message);
  return result.record;
}

function decodeRow(message: unknown, options?: DecodeOptions): RowChange {
  const record = decode(message, options);
  if (record.kind !== 'row') throw new Error(`a row was expected, not ${record.kind}`);
  return record;
}

describe('data records', () => {
  it.each(ROW_OPERATIONS)('decodes %s', (operation) => {
    expect(decode({ data: { id: 1, name: 'Ada', note: null }, metadata: metadata({ operation }) })).toEqual({
      kind: 'row',
      operation,
      table: { schema: 'shop', table: 'orders' },
      values: { id: 1, name: 'Ada', note: null },
      before: undefined,
      timeMicros: 1_709_251_198_123_456,
      position,
      sourcePosition: undefined,
      transaction: undefined,
    });
  });

  it('reads pretty printed and unformatted messages, bytes and text, with and without a byte order mark', () => {
    const message = { data: { id: 1, name: 'Žofie 🚢' }, metadata: metadata() };
    const expected = decode(message);
    for (const text of [
      JSON.stringify(message),
      `${JSON.stringify(message, null, '\t')}\n`,
      `\ufeff${JSON.stringify(message)}`,
    ]) {
      for (const data of [text, Buffer.from(text), new Uint8Array(Buffer.from(text))]) {
        expect(decodeRecord(data, position)).toEqual({ ok: true, record: expected });
      }
    }
  });

  it('takes a replacement character that the sender wrote', () => {
    const bytes = Buffer.from(JSON.stringify({ data: { name: '\ufffd' }, metadata: metadata() }));
    expect(decodeRecord(bytes, position)).toMatchObject({ ok: true, record: { values: { name: '\ufffd' } } });
  });

  it('reads a view into a larger buffer', () => {
    const text = JSON.stringify({ data: { id: 1 }, metadata: metadata() });
    const bytes = new Uint8Array(Buffer.from(`###${text}###`)).subarray(3, 3 + Buffer.byteLength(text));
    expect(decodeRecord(bytes, position)).toMatchObject({ ok: true, record: { values: { id: 1 } } });
  });

  it('keeps columns that hold NULL apart from columns that are absent', () => {
    const { values } = decodeRow({ data: { id: 1, note: null }, metadata: metadata({ operation: 'update' }) });
    expect(Object.keys(values)).toEqual(['id', 'note']);
  });

  it('reads the before-image, empty or not, under the name that the task gives it', () => {
    const message = {
      data: { id: 45 },
      'before-image': { id: 46 },
      old: {},
      metadata: metadata({ operation: 'update' }),
    };
    expect(decodeRow(message).before).toEqual({ id: 46 });
    expect(decodeRow(message, { beforeImageField: 'old' }).before).toEqual({});
    expect(decodeRow(message, { beforeImageField: '__proto__' }).before).toBeUndefined();
  });

  it.each<[string, object, string | undefined]>([
    ['the old key', { old: { id: 46 } }, 'old'],
    ['an empty image', { old: {} }, 'old'],
    ['a document', { old: { _doc: { id: 46 } } }, 'old'],
    ['columns that the row has not', { old: { id: 46, trace: 'x' } }, undefined],
    ['a text', { old: 'x' }, undefined],
    ['a list', { old: [] }, undefined],
    ['the data of the stream', { kinesis: {} }, undefined],
    ['an image under its name', { 'before-image': {}, old: { id: 46 } }, undefined],
  ])('names what looks like a before-image under another name: %s', (_, members, expected) => {
    const message = { data: { id: 45, name: null }, ...members, metadata: metadata({ operation: 'update' }) };
    expect(decodeRow(message).unreadImage).toBe(expected);
    expect(decodeRow({ ...message, metadata: metadata({ operation: 'insert' }) }).unreadImage).toBeUndefined();
  });

  it('takes the columns out of a document mapping, in the row and in the before-image', () => {
    const message = {
      data: { _doc: { id: 1, name: 'Ada' } },
      'before-image': { _doc: { id: 2 } },
      metadata: metadata({ operation: 'update' }),
    };
    expect(decodeRow(message)).toMatchObject({ values: { id: 1, name: 'Ada' }, before: { id: 2 } });
  });

  it('joins the document with attributes mapped beside it', () => {
    expect(decodeRow({ data: { id: 7, _doc: { name: 'Ada' } }, metadata: metadata() }).values).toEqual({
      id: 7,
      name: 'Ada',
    });
  });

  it('leaves a column alone that is called _doc itself', () => {
    expect(decodeRow({ data: { id: 7, _doc: '{"a":1}' }, metadata: metadata() }).values).toEqual({
      id: 7,
      _doc: '{"a":1}',
    });
  });

  it('takes a delete that names its row in the before-image only', () => {
    const message = { 'before-image': { id: 3 }, metadata: metadata({ operation: 'delete' }) };
    expect(decodeRow(message)).toMatchObject({ values: {}, before: { id: 3 } });
  });

  it('takes an empty or missing schema, as the tables of DMS itself have it', () => {
    expect(decodeRow({ data: {}, metadata: metadata({ 'schema-name': '' }) }).table.schema).toBe('');
    expect(decodeRow({ data: {}, metadata: metadata({ 'schema-name': null }) }).table.schema).toBe('');
  });

  it('decodes without record-type, timestamp or with one that cannot be read', () => {
    expect(decodeRow({ data: {}, metadata: { operation: 'load', 'table-name': 't' } }).timeMicros).toBeUndefined();
    expect(decodeRow({ data: {}, metadata: metadata({ timestamp: 'yesterday' }) }).timeMicros).toBeUndefined();
    expect(decodeRow({ data: {}, metadata: metadata({ timestamp: 12 }) }).timeMicros).toBeUndefined();
  });

  it('reads transaction details and the position in the source', () => {
    const record = decodeRow({
      data: { id: 1 },
      metadata: metadata({
        'commit-timestamp': '2024-02-29T23:59:58.000001Z',
        'transaction-id': 1234,
        'transaction-record-id': 2,
        'prev-transaction-id': '1233',
        'prev-transaction-record-id': 9,
        'stream-position': '0000001A/0C0FFEE0.3.0000001A/0C0FFE00',
      }),
    });
    expect(record.transaction).toEqual({
      transactionId: '1234',
      transactionRecordId: '2',
      previousTransactionId: '1233',
      previousTransactionRecordId: '9',
      commitTimeMicros: 1_709_251_198_000_001,
    });
    expect(record.sourcePosition).toEqual({
      comparable: true,
      engine: 'postgresql',
      sortKey: '0000001A0C0FFEE0.00000000000000000003.0000001A0C0FFE00.00000000000000000002',
      text: '0000001A/0C0FFEE0.3.0000001A/0C0FFE00',
    });
  });

  it('leaves out the transaction details that the first transaction lacks', () => {
    const record = decodeRow({ data: { id: 1 }, metadata: metadata({ 'transaction-id': 1, 'stream-position': '' }) });
    expect(record.transaction).toEqual({ transactionId: '1' });
    expect(record.sourcePosition).toBeUndefined();
  });

  it('keeps the digits of transaction numbers', () => {
    const text = JSON.stringify({ data: {}, metadata: metadata({ 'transaction-id': 0 }) }).replace(
      ':0}',
      ':1.2345678901234567E+18}',
    );
    expect(decodeRecord(text, position)).toMatchObject({
      ok: true,
      record: { transaction: { transactionId: '1234567890123456700' } },
    });
  });
});

describe('control records', () => {
  const control = {
    'table-def': {
      columns: { id: { type: 'int64', nullable: false }, name: { type: 'STRING', length: 40, nullable: true } },
      'primary-key': ['id'],
    },
  };

  it('names the task of a control record, where the partition key does', () => {
    const fields = { 'record-type': 'control', operation: 'create-table', 'partition-key-value': 'DZ6OKLFYA5' };
    expect(decode({ control, metadata: metadata({ ...fields, 'partition-key-type': 'task-id' }) })).toMatchObject({
      taskId: 'DZ6OKLFYA5',
    });
    expect(decode({ control, metadata: metadata(fields) })).not.toHaveProperty('taskId');
  });

  it('decodes create-table with its definition', () => {
    expect(decode({ control, metadata: metadata({ 'record-type': 'control', operation: 'create-table' }) })).toEqual({
      kind: 'table',
      operation: 'create-table',
      table: { schema: 'shop', table: 'orders' },
      definition: {
        columns: [
          { name: 'id', type: 'INT64', nullable: false },
          { name: 'name', type: 'STRING', nullable: true, length: 40 },
        ],
        primaryKey: ['id'],
      },
      renamedTo: undefined,
      renamedColumn: undefined,
      droppedColumns: [],
      control,
      timeMicros: 1_709_251_198_123_456,
      position,
      sourcePosition: undefined,
      transaction: undefined,
    });
  });

  it('decodes one with metadata only, as without IncludeControlDetails', () => {
    const record = decode({ metadata: { 'record-type': 'control', operation: 'drop-table' } });
    expect(record).toMatchObject({
      kind: 'table',
      table: { schema: '', table: '' },
      definition: undefined,
      control: {},
    });
  });
});

describe('unknown records', () => {
  it('keeps an operation that nobody described, whole', () => {
    const message = { data: { id: 1 }, metadata: metadata({ operation: 'truncate' }) };
    expect(decode(message)).toMatchObject({
      kind: 'unknown',
      recordType: 'data',
      operation: 'truncate',
      body: message,
    });
  });

  it('keeps a known operation in a record of the wrong type', () => {
    const message = { data: { id: 1 }, metadata: metadata({ 'record-type': 'checkpoint' }) };
    expect(decode(message)).toMatchObject({ kind: 'unknown', recordType: 'checkpoint', operation: 'insert' });
  });

  it('keeps a record without an operation', () => {
    expect(decode({ metadata: { 'record-type': 'heartbeat' } })).toMatchObject({
      kind: 'unknown',
      operation: '',
      timeMicros: undefined,
    });
  });
});

describe('values', () => {
  function valuesOf(json: string): JsonObject {
    const result = decodeRecord(`{"data":${json},"metadata":${JSON.stringify(metadata())}}`, position);
    if (!result.ok || result.record.kind !== 'row') throw new Error('a row was expected');
    return result.record.values;
  }

  it('keeps 64-bit integers, also in scientific notation', () => {
    expect(
      valuesOf(
        '{"a":9223372036854775807,"b":-9223372036854775808,"c":18446744073709551615,"d":1.2345678901234567E+18}',
      ),
    ).toEqual({
      a: 9223372036854775807n,
      b: -9223372036854775808n,
      c: 18446744073709551615n,
      d: 1234567890123456700n,
    });
  });

  it('keeps decimals of 38 digits', () => {
    expect(
      valuesOf('{"a":12345678901234567890.123456789012345678,"b":-0.00000000000000000000000000000000000001}'),
    ).toEqual({
      a: { kind: 'decimal', text: '12345678901234567890.123456789012345678' },
      b: -1e-38,
    });
  });

  it('keeps JSON columns as the text they are', () => {
    const document = '{"big": 12345678901234567890, "exp": 1e400, "quote": "\\"", "deep": [[1.0]]}';
    expect(valuesOf(JSON.stringify({ id: 1, document }))).toEqual({ id: 1, document });
    expect(valuesOf(`{"id":12345678901234567890,"document":${JSON.stringify(document)}}`)).toEqual({
      id: 12345678901234567890n,
      document,
    });
  });

  it.each(['1', '12345678901234567890'])(
    'takes names of the prototype as columns, next to %s, and pollutes nothing',
    (id) => {
      const values = valuesOf(
        `{"id":${id},"__proto__":{"polluted":true},"constructor":"c","toString":null,"hasOwnProperty":0}`,
      );
      expect(Object.keys(values)).toEqual(['id', '__proto__', 'constructor', 'toString', 'hasOwnProperty']);
      expect(Object.getOwnPropertyDescriptor(values, '__proto__')?.value).toEqual({ polluted: true });
      expect(Object.getPrototypeOf(values)).toBe(Object.prototype);
      expect({}).not.toHaveProperty('polluted');
    },
  );

  it('keeps __proto__ in a document mapping a column', () => {
    const values = valuesOf('{"_doc":{"id":1,"__proto__":"p"},"x":2}');
    expect(Object.entries(values)).toEqual([
      ['x', 2],
      ['id', 1],
      ['__proto__', 'p'],
    ]);
  });

  it.each(['1', '12345678901234567890'])('lets the last of two columns of one name win, next to %s', (id) => {
    expect(valuesOf(`{"id":${id},"a":1,"a":{"b":2},"a":null}`)).toMatchObject({ a: null });
    expect(valuesOf(`{"id":${id},"a":null,"a":3}`)).toMatchObject({ a: 3 });
  });

  it.each(['1', '12345678901234567890'])('keeps odd text next to %s: NUL, lone surrogates, emoji', (id) => {
    expect(
      valuesOf(
        `{"id":${id},"nul":"a\\u0000b","low":"\\udc00","high":"\\ud800","ship":"🚢","mark":"\\ufeff","unknown":"\ufffd"}`,
      ),
    ).toMatchObject({
      nul: 'a\u0000b',
      low: '\udc00',
      high: '\ud800',
      ship: '🚢',
      mark: '\ufeff',
      unknown: '\ufffd',
    });
  });

  it('keeps a row apart from a decimal that has the same two columns', () => {
    expect(valuesOf('{"kind":"decimal","text":"1.5"}')).toEqual({ kind: 'decimal', text: '1.5' });
  });

  it('decodes messages of 1 MiB, with and without long numbers', () => {
    const note = 'ab"\\é🚢'.repeat(1 << 17);
    for (const id of ['1', '12345678901234567890']) {
      expect(valuesOf(`{"id":${id},"note":${JSON.stringify(note)}}`)['note'] === note).toBe(true);
    }
  });
});

describe('names with NUL', () => {
  const nul = 'a\u0000b';
  it.each([
    ['a table', { data: { id: 1 }, metadata: metadata({ 'table-name': nul }) }],
    ['a schema', { data: { id: 1 }, metadata: metadata({ 'schema-name': nul }) }],
    ['an operation', { data: { id: 1 }, metadata: metadata({ operation: nul }) }],
    [
      'a key column',
      {
        control: { 'table-def': { columns: {}, 'primary-key': [nul] } },
        metadata: metadata({ 'record-type': 'control', operation: 'create-table' }),
      },
    ],
    [
      'a column',
      {
        control: { 'table-def': { columns: { [nul]: { type: 'INT32' } } } },
        metadata: metadata({ 'record-type': 'control', operation: 'create-table' }),
      },
    ],
  ])('are refused: of %s', (_, message) => {
    expect(decodeRecord(JSON.stringify(message), position)).toMatchObject({ ok: false, error: { code: 'malformed' } });
  });

  it('are no matter of values', () => {
    expect(decodeRow({ data: { id: nul }, metadata: metadata() }).values).toEqual({ id: nul });
  });
});
