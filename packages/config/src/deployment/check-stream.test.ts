import { describe, expect, it } from 'vitest';

import { mistakes, type Values } from '../testing/deployments.js';

const existingArn = 'arn:aws:kinesis:eu-central-1:123456789012:stream/s';

describe('the stream', () => {
  it.each<[Values]>([
    [{ stream: { existingArn, retentionHours: 24 } }],
    [{ stream: { existingArn }, alarms: { iteratorAgeMinutes: 60 } }],
    [{ stream: { retentionHours: 8_760 }, write: { tombstoneRetentionHours: 8_784 } }],
    [{ stream: { retentionHours: 8_760 } }],
    [{ write: { tombstoneRetentionHours: 192 } }],
  ])('may be %j', async (sections) => {
    expect(await mistakes(sections)).toEqual([]);
  });

  it.each<[string, Values]>([
    [
      'stream.retentionHours: It is not said how long the stream of stream.existingArn keeps records: nobody could be warned before they are gone. Set it to what aws kinesis describe-stream-summary tells, or set alarms.iteratorAgeMinutes.',
      { stream: { existingArn } },
    ],
    [
      'write.tombstoneRetentionHours: A record older than a delete may come for 720 hours; when the delete is forgotten before that, the row comes back. Take at least 744, or remove it.',
      { stream: { retentionHours: 720 }, write: { tombstoneRetentionHours: 743 } },
    ],
    [
      'write.tombstoneRetentionHours: A record older than a delete may come for 168 hours; when the delete is forgotten before that, the row comes back. Take at least 192, or remove it.',
      { write: { tombstoneRetentionHours: 100 } },
    ],
  ])('is refused: %s', async (expected, sections) => {
    expect(await mistakes(sections)).toEqual([expected]);
  });
});
