import { expect, it } from 'vitest';
import { diagnoseSettings } from '../diagnose.js';
import { known } from '../facts/read.js';
import { replication } from '../testing/right-facts.js';

const found = (FieldName: string | null, beforeImageField?: string) =>
  diagnoseSettings({
    sourceEngine: 'postgresql',
    ...(beforeImageField === undefined ? {} : { beforeImageField }),
    replication: known(replication({ BeforeImageSettings: FieldName === null ? null : { FieldName } })),
  })
    .filter(({ id }) => id.startsWith('task-before-image'))
    .map(({ id, remedy, fix }) => [id, remedy.split(' in the ')[0], fix]);

it('wants the name that the sink looks for', () => {
  expect(found('was', 'was')).toEqual([]);
  expect(found('before-image')).toEqual([]);
  const named = { kind: 'task-settings', settings: { BeforeImageSettings: { FieldName: 'was' } } };
  expect(found('before-image', 'was')).toEqual([
    ['task-before-image-name', 'Set BeforeImageSettings.FieldName to "was"', named],
  ]);
});

it('switches them on under that name', () => {
  expect(found(null, 'was')).toEqual([
    [
      'task-before-image',
      'Set BeforeImageSettings.EnableBeforeImage to true, BeforeImageSettings.FieldName to "was" and BeforeImageSettings.ColumnFilter to "pk-only"',
      expect.objectContaining({ kind: 'task-settings' }),
    ],
  ]);
});
