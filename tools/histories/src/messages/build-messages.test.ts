import { decodeRecord } from '@drayage/record-decoder';
import { describe, expect, it } from 'vitest';
import type { SourceEvent } from '../source/source-event.ts';
import { column, fullLoad, insert, remove, sourceTable, update } from '../testing/source-tables.ts';
import { buildMessages } from './build-messages.ts';

function messagesOf(...events: readonly SourceEvent[]): readonly Record<string, unknown>[] {
  return buildMessages(events).map(({ data }) => {
    const { metadata, ...body } = JSON.parse(data) as { metadata: { operation: string } };
    return { operation: metadata.operation, ...body };
  });
}

const a = { id: '1', v: 'a' };

it('tells a load as drop-table, create-table and rows', () => {
  expect(messagesOf(fullLoad([a]))).toEqual([
    { operation: 'drop-table', control: {} },
    {
      operation: 'create-table',
      control: {
        'table-def': {
          columns: { id: { type: 'INT32', nullable: false }, v: { type: 'STRING', length: 200, nullable: true } },
          'primary-key': ['id'],
        },
      },
    },
    { operation: 'load', data: { id: 1, v: 'a' } },
  ]);
});

describe('changes', () => {
  it('tell whole rows, and the old key where it changed', () => {
    expect(
      messagesOf(fullLoad([a]), update(a, { id: '1', v: 'b' }), update({ id: '1', v: 'b' }, { id: '2', v: 'b' })).slice(
        3,
      ),
    ).toEqual([
      { operation: 'update', data: { id: 1, v: 'b' }, 'before-image': {} },
      { operation: 'update', data: { id: 2, v: 'b' }, 'before-image': { id: 1 } },
    ]);
  });

  it('delete by the key, all else NULL', () => {
    expect(messagesOf(fullLoad([a]), remove(a)).at(-1)).toEqual({ operation: 'delete', data: { id: 1, v: null } });
  });

  it('leave out what did not change, and NULLs of new rows, where images are partial', () => {
    const partial = sourceTable({ images: 'partial' });
    expect(messagesOf(fullLoad([], partial), insert({ id: '1', v: null }), update(a, a, ['id'])).slice(2)).toEqual([
      { operation: 'insert', data: { id: 1 } },
      { operation: 'update', data: { id: 1 }, 'before-image': {} },
    ]);
  });

  it('tell the whole old row where there is no key', () => {
    const keyless = sourceTable({ primaryKey: [] });
    expect(messagesOf(fullLoad([a], keyless), update(a, { id: '2', v: 'a' }), remove(a)).slice(3)).toEqual([
      { operation: 'update', data: { id: 2, v: 'a' }, 'before-image': { id: 1, v: 'a' } },
      { operation: 'delete', data: { id: 1, v: 'a' }, 'before-image': { id: 1, v: 'a' } },
    ]);
  });
});

it('tells a change of a definition once, twice or never', () => {
  const add = (told: 'once' | 'twice' | 'never'): SourceEvent => ({
    kind: 'alter',
    table: 0,
    alteration: { kind: 'add-column', column: column('n', { type: 'INT64' }) },
    told,
  });
  const told = (event: SourceEvent): readonly unknown[] =>
    messagesOf(fullLoad([]), event)
      .slice(2)
      .map(({ operation }) => operation);
  expect(told(add('once'))).toEqual(['add-column']);
  expect(told(add('twice'))).toEqual(['add-column', 'add-column']);
  expect(told(add('never'))).toEqual([]);
});

it('repeats changes after a restart at new times, from the same place of the log', () => {
  const [first, again] = buildMessages([fullLoad([]), insert(a), { kind: 'restart', back: 1 }])
    .slice(2)
    .map(({ data }) => decodeRecord(data, { stream: 's', shardId: '0', sequenceNumber: '1' }))
    .map((result) => (result.ok ? result.record : undefined));
  expect(again?.sourcePosition).toEqual(first?.sourcePosition);
  expect(again?.timeMicros).toBeGreaterThan(first?.timeMicros ?? Infinity);
});

it('sends load rows in another order than they were built, where the load says so', () => {
  const load = { ...fullLoad([a, { id: '2', v: 'b' }]), builtAs: [1, 0] };
  const [, create, first, second] = buildMessages([load]).map(({ timeMicros }) => timeMicros);
  expect(second).toBeGreaterThan(create ?? Infinity);
  expect(first).toBeGreaterThan(second ?? Infinity);
});
