import { expect, it } from 'vitest';
import { chooseSlots } from './source-slots.js';

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
    others: ['zyxwvutsrqponmlk_00016402_5acc7a1d'],
    left: ['debezium', 'abcdefgh_1'],
  });
});

it('drops none where the replication is not known', () => {
  expect(chooseSlots([slot('_00016402_5acc7a1d')], undefined)).toEqual({
    dropped: [],
    open: [],
    others: [],
    left: ['_00016402_5acc7a1d'],
  });
});
