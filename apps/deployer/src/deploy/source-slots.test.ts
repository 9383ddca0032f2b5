import { expect, it } from 'vitest';
import { chooseSlots, namedSlot } from './source-slots.js';
import type { Template } from './template-changes.js';

const slot = (name: string, active = false): Parameters<typeof chooseSlots>[0][number] => ({
  name,
  kind: 'logical',
  database: 'shop',
  active,
  plugin: 'test_decoding',
  retainedBytes: 0,
  walStatus: 'reserved',
});
const ARN = 'arn:aws:dms:eu-central-1:123456789012:task:ABCDEFGHIJKLMNOPQRSTUVWX';

it('drops the slots of this replication that nobody reads, and no other', () => {
  const slots = [
    slot('abcdefghijklmnop_00016402_5acc7a1d'),
    slot('abcdefghijklmnop_00016402_99', true),
    slot('debezium'),
    slot('abcdefgh_1'),
    slot('zyxwvutsrqponmlk_00016402_5acc7a1d'),
  ];
  expect(chooseSlots(slots, ARN)).toEqual({
    dropped: ['abcdefghijklmnop_00016402_5acc7a1d'],
    open: ['abcdefghijklmnop_00016402_99'],
    kept: [],
    others: ['zyxwvutsrqponmlk_00016402_5acc7a1d'],
    left: ['debezium', 'abcdefgh_1'],
  });
});

it('drops none where the replication is not known', () => {
  expect(chooseSlots([slot('_00016402_5acc7a1d')], undefined)).toEqual({
    dropped: [],
    open: [],
    kept: [],
    others: [],
    left: ['_00016402_5acc7a1d'],
  });
});

it('counts the slot that is named for a replication as its own, also under the id of another', () => {
  const slots = [slot('zyxwvutsrqponmlk_00016402_5acc7a1d'), slot('debezium')];
  expect(chooseSlots(slots, ARN, { name: 'zyxwvutsrqponmlk_00016402_5acc7a1d', goes: true })).toMatchObject({
    dropped: ['zyxwvutsrqponmlk_00016402_5acc7a1d'],
    others: [],
    left: ['debezium'],
  });
});

it('keeps one that is named for the next replication, also under the id of this one, open or not', () => {
  const slots = [slot('abcdefghijklmnop_00016402_1', true), slot('abcdefghijklmnop_00016402_2')];
  expect(chooseSlots(slots, ARN, { name: 'abcdefghijklmnop_00016402_1', goes: false })).toEqual({
    dropped: ['abcdefghijklmnop_00016402_2'],
    open: [],
    kept: ['abcdefghijklmnop_00016402_1'],
    others: [],
    left: [],
  });
});

it('is named as it was deployed, else as the configuration says', () => {
  const endpoint = (settings: Readonly<Record<string, unknown>>): Template => ({
    Resources: {
      Source: { Type: 'AWS::DMS::Endpoint', Properties: { EndpointType: 'source', PostgreSqlSettings: settings } },
    },
  });
  expect(namedSlot(endpoint({ SlotName: 'old' }), 'new')).toEqual({ name: 'old', goes: true });
  expect(namedSlot(endpoint({}), 'new')).toBeUndefined();
  expect(namedSlot({}, 'new')).toEqual({ name: 'new', goes: true });
  expect(namedSlot(undefined, undefined)).toBeUndefined();
});
